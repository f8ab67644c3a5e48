/// Base64 with padding. Source: RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Appends the four characters for each three bytes of `bytes`, the last ones padded.
  static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var word: UInt32 = 0
      for index in 0..<3 { word = word << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
      for index in 0..<4 {
        let sextet = Int(word >> UInt32(18 - 6 * index)) & 0x3F
        text.append(index <= count ? alphabet[sextet] : UInt8(ascii: "="))
      }
    }
  }
}
