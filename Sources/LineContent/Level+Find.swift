internal import LogWire

extension Level {
  /// The level that a line says it has; nil if it says none.
  ///
  /// | found | for example |
  /// |---|---|
  /// | a number of syslog at the begin | `<3>disk failed` |
  /// | the header of klog and glog | `E1123 14:02:03.123456       1 main.go:12] failed` |
  /// | the value of a level key (``isKey(_:)``) | `level=warn`, `"log.level": "ERROR"`, `"level":50` |
  /// | a name in brackets | `[error]`, `[INFO ]`, `[core:error]` |
  /// | a name in capitals | `2026-11-23 14:02:03 ERROR main`, `ERROR:root:x`, `app.ERROR: x`, `- ERROR -`, `INFO[0001]` |
  /// | a name that the line begins with, and a colon | `error: x`, `Warning: x`, `fail: x` |
  ///
  /// What comes first decides. Names count only among the first ``markLimit`` tokens and not in double quotes; keys among the
  /// first ``keyLimit``, and not in double quotes either, unless in the form of JSON. A name is not understood when it is one
  /// token with something else; only the escapes of a terminal (`ESC[31m`) part it from what they stand beside.
  ///
  /// The answer depends only on the bytes that are not in tokens and on tokens without digits. A token with a digit, a byte
  /// ``opaqueByte`` and the token after a key that is not one of a level are all alike, whatever their bytes and length;
  /// exceptions are the numbers of syslog and klog at the begin, those of level keys, and the name of a level at the end of
  /// an escape (``nameStart(afterEscape:)``). So the store asks once for all lines of a template.
  ///
  /// Complexity: O(line), and no more than the bytes of ``keyLimit`` tokens. Nothing is allocated.
  package static func find(in line: RawSpan) -> Level? { mark(in: line)?.level }

  /// As ``find(in:)``, and where in the line the level is told.
  package static func mark(in line: RawSpan) -> (level: Level, range: Range<Int>)? {
    if let begin = atBegin(of: line) { return begin }
    // Without these bytes no token is the value of a key.
    let mayHaveKeys =
      line.firstOffset(of: UInt8(ascii: "=")) != nil || line.firstOffset(of: UInt8(ascii: "\"")) != nil
    var scan = LevelScan()
    while mayHaveKeys || scan.index + 1 < markLimit, scan.advance(in: line) {
      if let level = scan.level(in: line) { return (level, scan.word.range) }
    }
    return nil
  }

  /// How many tokens a line's level may stand behind when it is not the value of a key.
  package static let markLimit = 24

  /// How many tokens of a line are looked at.
  package static let keyLimit = 400

  /// What stands for a token that does not matter here: the mark of a variable in the store's templates.
  package static let opaqueByte: UInt8 = 0x11

  private static func atBegin(of line: RawSpan) -> (level: Level, range: Range<Int>)? {
    guard line.byteCount > 2 else { return nil }
    if line.byte(at: 0) == UInt8(ascii: "<") { return syslog(line) }
    return klog(line).map { ($0, 0..<5) }
  }

  /// `<N>`: eight times the facility plus the priority, at most 191.
  private static func syslog(_ line: RawSpan) -> (level: Level, range: Range<Int>)? {
    var number = 0
    var offset = 1
    while offset < min(line.byteCount, 4), TokenBytes.isDigit(line.byte(at: offset)) {
      number = number * 10 + Int(line.byte(at: offset) - 0x30)
      offset += 1
    }
    guard offset > 1, offset < line.byteCount, line.byte(at: offset) == UInt8(ascii: ">"), number < 192 else {
      return nil
    }
    return Level(priority: UInt8(number & 7)).map { ($0, 0..<offset + 1) }
  }

  /// A letter, the month and the day, and a space.
  ///
  /// Source: https://github.com/kubernetes/klog/blob/main/klog.go (`formatHeader`).
  private static func klog(_ line: RawSpan) -> Level? {
    guard line.byteCount > 5, line.byte(at: 5) == UInt8(ascii: " ") else { return nil }
    for offset in 1...4 where !TokenBytes.isDigit(line.byte(at: offset)) { return nil }
    switch line.byte(at: 0) {
    case UInt8(ascii: "I"): return .info
    case UInt8(ascii: "W"): return .warn
    case UInt8(ascii: "E"): return .error
    case UInt8(ascii: "F"): return .critical
    default: return nil
    }
  }
}
