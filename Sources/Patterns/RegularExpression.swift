internal import CPCRE2
internal import Synchronization

/// A pattern in the syntax of Perl, compiled; for the bytes of a line, from any thread.
///
/// `^` and `$` are the ends of the bytes, and `.` is each of them. A pattern of ASCII characters is matched byte by byte, so
/// that any bytes can be matched. One with other characters, or with `\p`, `\P`, `\X`, `\x{…}` or `\N{…}`, is matched by
/// characters of UTF-8; then bytes that are no UTF-8 match nothing, but what stands between them may. `\w`, `\d`, `\s` and
/// `\b` know ASCII only.
///
/// Sources: https://www.pcre.org/current/doc/html/pcre2pattern.html, …/pcre2api.html, …/pcre2jit.html.
package final class RegularExpression: Sendable {
  /// The pattern as it was written.
  package let pattern: String
  /// Whether capitals match small letters: of ASCII only, unless the pattern is matched by characters.
  package let ignoresCase: Bool
  /// Whether it is matched by characters rather than bytes.
  package let isUnicode: Bool

  // Immutable once it is compiled, so that any thread may read it; freed in deinit.
  private nonisolated(unsafe) let code: OpaquePointer
  /// What a match needs to write, one for each thread that matches at the same time.
  private let spares = Mutex<[MatchMemory]>([])

  /// Compiles a pattern.
  ///
  /// - Throws: ``RegularExpressionError`` for one that PCRE2 does not take.
  package init(_ pattern: String, ignoresCase: Bool = false) throws(RegularExpressionError) {
    self.pattern = pattern
    self.ignoresCase = ignoresCase
    isUnicode = Self.needsCharacters(pattern)
    var options = PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
    options |= isUnicode ? PCRE2_UTF | PCRE2_MATCH_INVALID_UTF : PCRE2_NEVER_UTF
    if ignoresCase { options |= PCRE2_CASELESS }
    code = try Self.compiled(Array(pattern.utf8), options)
    // Where memory can't be made executable, the interpreter does the same work slowly.
    pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
  }

  deinit {
    pcre2_code_free_8(code)
  }

  private static func needsCharacters(_ pattern: String) -> Bool {
    if pattern.utf8.contains(where: { $0 >= 0x80 }) { return true }
    let marks = [#"\p"#, #"\P"#, #"\X"#, #"\x{"#, #"\N{"#]
    return marks.contains { pattern.contains($0) }
  }

  private static func compiled(
    _ pattern: [UInt8], _ options: UInt32
  ) throws(RegularExpressionError) -> OpaquePointer {
    var code: Int32 = 0
    var offset = 0
    let compiled = pattern.withUnsafeBufferPointer { bytes in
      pcre2_compile_8(bytes.baseAddress, bytes.count, options, &code, &offset, nil)
    }
    guard let compiled else {
      throw RegularExpressionError(offset: min(offset, pattern.count), reason: message(of: code))
    }
    return compiled
  }

  private static func message(of code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
    return length < 0 ? "error \(code) of PCRE2" : String(decoding: buffer.prefix(Int(length)), as: UTF8.self)
  }
}

extension RegularExpression {
  /// What came of a match.
  package enum Outcome: Sendable, Hashable {
    /// The bytes that match.
    case match(Range<Int>)
    case noMatch
    /// The pattern took more steps than are allowed, and nothing is known.
    case gaveUp
  }

  /// Looks for the first match at `start` or later. What stands before `start` is seen by `^`, `\b` and the like.
  ///
  /// From each place the search gives up after ``MatchMemory/matchLimit`` steps. Allocates the first time on each thread.
  package func firstMatch(in bytes: RawSpan, from start: Int = 0) -> Outcome {
    let memory = spares.withLock { $0.popLast() } ?? MatchMemory()
    defer { spares.withLock { $0.append(memory) } }
    return bytes.withUnsafeBytes { buffer in
      // Not read if there are no bytes, but older versions of PCRE2 refuse a null pointer.
      let subject = buffer.baseAddress ?? UnsafeRawPointer(code)
      let result = pcre2_match_8(
        code, subject.assumingMemoryBound(to: UInt8.self), buffer.count, start, 0, memory.data, memory.context
      )
      if result == PCRE2_ERROR_NOMATCH { return .noMatch }
      return result < 0 ? .gaveUp : .match(memory.range)
    }
  }
}

extension RegularExpression: Hashable {
  package static func == (left: RegularExpression, right: RegularExpression) -> Bool {
    left.pattern == right.pattern && left.ignoresCase == right.ignoresCase
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(pattern)
    hasher.combine(ignoresCase)
  }
}

extension RegularExpression: CustomStringConvertible {
  /// `/pattern/` or `/pattern/i`.
  package var description: String { "/\(pattern)/\(ignoresCase ? "i" : "")" }
}
