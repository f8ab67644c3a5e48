internal import LogWire

extension Level {
  /// The level that a name means, in any case; nil for a word that is no name of one.
  ///
  /// The names are those of syslog, and what is written by log4j and java.util.logging, Python, .NET and Serilog, zap,
  /// zerolog and logrus (which cuts names to four letters), MySQL and HashiCorp's programs.
  package init?(name: RawSpan) {
    guard let packed = PackedName(folding: name),
      let entry = Self.names.first(where: { $0.name == packed })
    else { return nil }
    self = entry.level
  }

  /// As ``init(name:)-(RawSpan)``, for what a person types.
  package init?(name: String) {
    self.init(name: name.utf8Span.span.bytes)
  }

  private static let names: [(name: PackedName, level: Level)] = [
    (PackedName("info"), .info), (PackedName("error"), .error), (PackedName("warn"), .warn),
    (PackedName("debug"), .debug), (PackedName("warning"), .warn), (PackedName("notice"), .notice),
    (PackedName("trace"), .trace), (PackedName("critical"), .critical), (PackedName("fatal"), .critical),
    (PackedName("err"), .error), (PackedName("inf"), .info), (PackedName("wrn"), .warn),
    (PackedName("dbg"), .debug), (PackedName("trc"), .trace), (PackedName("ftl"), .critical),
    (PackedName("crit"), .critical), (PackedName("alert"), .critical), (PackedName("emerg"), .critical),
    (PackedName("emergency"), .critical), (PackedName("panic"), .critical), (PackedName("dpanic"), .critical),
    (PackedName("pnc"), .critical), (PackedName("severe"), .error), (PackedName("fail"), .error),
    (PackedName("note"), .notice), (PackedName("information"), .info), (PackedName("informational"), .info),
    (PackedName("dbug"), .debug), (PackedName("fine"), .debug), (PackedName("finer"), .trace),
    (PackedName("finest"), .trace), (PackedName("verbose"), .trace), (PackedName("vrb"), .trace),
    (PackedName("trce"), .trace), (PackedName("erro"), .error), (PackedName("debu"), .debug),
    (PackedName("trac"), .trace), (PackedName("fata"), .critical), (PackedName("pani"), .critical),
  ]
}

extension Level {
  /// The level that the value of a level key means: a name, its first letter, or a number as bunyan and pino write it.
  ///
  /// Source of the numbers: https://github.com/pinojs/pino/blob/main/docs/api.md#loggerlevels-object (10 trace … 60 fatal).
  init?(value: RawSpan) {
    let level = Level(name: value) ?? Level(letter: value) ?? Level(number: value)
    guard let level else { return nil }
    self = level
  }

  private init?(letter: RawSpan) {
    guard letter.byteCount == 1 else { return nil }
    switch TokenBytes.lowercased(letter.byte(at: 0)) {
    case UInt8(ascii: "t"), UInt8(ascii: "v"): self = .trace
    case UInt8(ascii: "d"): self = .debug
    case UInt8(ascii: "i"): self = .info
    case UInt8(ascii: "n"): self = .notice
    case UInt8(ascii: "w"): self = .warn
    case UInt8(ascii: "e"): self = .error
    case UInt8(ascii: "c"), UInt8(ascii: "f"): self = .critical
    default: return nil
    }
  }

  private init?(number: RawSpan) {
    guard number.byteCount == 2, TokenBytes.isDigit(number.byte(at: 0)),
      TokenBytes.isDigit(number.byte(at: 1))
    else { return nil }
    switch number.byte(at: 0) {
    case UInt8(ascii: "1"): self = .trace
    case UInt8(ascii: "2"): self = .debug
    case UInt8(ascii: "3"): self = .info
    case UInt8(ascii: "4"): self = .warn
    case UInt8(ascii: "5"): self = .error
    case UInt8(ascii: "6"): self = .critical
    default: return nil
    }
  }
}

extension Level {
  /// True for a token that is the name of a field whose value is a line's level, in any case.
  ///
  /// Of a name with dots (`log.level`) only the last token is asked for: the one right before `=`, `="`, `":`, `": `, `":"` or
  /// `": "`.
  package static func isKey(_ token: RawSpan) -> Bool {
    guard let packed = PackedName(folding: token) else { return false }
    return keys.contains(packed)
  }

  private static let keys = [
    PackedName("level"), PackedName("severity"), PackedName("lvl"), PackedName("levelname"),
    PackedName("loglevel"), PackedName("log_level"), PackedName("severity_text"), PackedName("severitytext"),
  ]
}
