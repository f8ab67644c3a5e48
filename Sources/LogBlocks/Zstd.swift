internal import CZstd

/// A zstd failure, by zstd's own name for it.
package struct ZstdError: Error, CustomStringConvertible {
  package let description: String

  init(code: Int) {
    description = "zstd: " + String(cString: ZSTD_getErrorName(code))
  }

  init(_ description: String) {
    self.description = "zstd: " + description
  }
}

/// Compresses into frames that carry their size and a checksum. Owns one context; used by one thread at a time.
package final class ZstdCompressor {
  private let context: OpaquePointer

  /// - Parameter level: 1 is fast, 3 is zstd's default; above 19 needs much memory.
  package init(level: Int32) {
    guard let context = ZSTD_createCCtx() else { fatalError("out of memory for a zstd context") }
    self.context = context
    ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  }

  deinit {
    ZSTD_freeCCtx(context)
  }

  /// Appends one frame with the bytes of `source` to `output`.
  package func compress(_ source: [UInt8], appendingTo output: inout [UInt8]) throws(ZstdError) {
    try compress(source.span.bytes, appendingTo: &output)
  }

  /// Appends one frame with the bytes of `source` to `output`.
  package func compress(_ source: RawSpan, appendingTo output: inout [UInt8]) throws(ZstdError) {
    let start = output.count
    let bound = ZSTD_compressBound(source.byteCount)
    output.append(contentsOf: repeatElement(0, count: bound))
    let written = output.withUnsafeMutableBytes { target in
      source.withUnsafeBytes { bytes in
        ZSTD_compress2(context, target.baseAddress.map { $0 + start }, bound, bytes.baseAddress, bytes.count)
      }
    }
    guard ZSTD_isError(written) == 0 else { throw ZstdError(code: written) }
    output.removeLast(bound - written)
  }
}

/// Decompresses frames. Owns one context; used by one thread at a time.
package final class ZstdDecompressor {
  private let context: OpaquePointer

  package init() {
    guard let context = ZSTD_createDCtx() else { fatalError("out of memory for a zstd context") }
    self.context = context
  }

  deinit {
    ZSTD_freeDCtx(context)
  }

  /// The content of one frame.
  ///
  /// - Parameter count: how many bytes the frame must hold, known from elsewhere: a frame that says otherwise is
  ///   refused before anything is allocated for it.
  /// - Parameter padding: how many zeros to put behind it.
  package func decompress(_ source: RawSpan, count: Int, padding: Int = 0) throws(ZstdError) -> [UInt8] {
    let claimed = source.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
    guard count >= 0, claimed == UInt64(count) else {
      throw ZstdError("the frame says \(claimed) bytes where \(count) are expected")
    }
    var failure: ZstdError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count + padding) { target, written in
      let result = source.withUnsafeBytes {
        ZSTD_decompressDCtx(context, target.baseAddress, count, $0.baseAddress, $0.count)
      }
      if ZSTD_isError(result) != 0 {
        failure = ZstdError(code: result)
      } else if result != count {
        failure = ZstdError("\(result) bytes came out where \(count) are expected")
      } else {
        for index in count..<count + padding { target[index] = 0 }
        written = count + padding
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
