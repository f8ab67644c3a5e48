internal import LogStore
internal import LogWire

/// Where the members of one exported line stand in it. Unknown ones are passed over.
struct ExportMembers {
  private(set) var time: RecordScanner.Value?
  private(set) var container: RecordScanner.Value?
  private(set) var id: RecordScanner.Value?
  private(set) var project: RecordScanner.Value?
  private(set) var resource: RecordScanner.Value?
  private(set) var stream: RecordScanner.Value?
  private(set) var message: RecordScanner.Value?
  private(set) var base64: RecordScanner.Value?
  private var lineEnd: RecordScanner.Value?
  private var partial: RecordScanner.Value?
  private var continuation: RecordScanner.Value?
  private var unstamped: RecordScanner.Value?
  private var image: RecordScanner.Value?
  private var logDriver: RecordScanner.Value?
  private var tty: RecordScanner.Value?
  private var labels: RecordScanner.Value?

  init(_ line: RawSpan) throws(RecordFault) {
    var scanner = RecordScanner()
    try scanner.begin(line)
    while let key = try scanner.nextKey(line) {
      let value = try scanner.value(line)
      set(line.extracting(key), value)
    }
    guard scanner.isAtEnd(line) else { throw RecordFault("something follows the object") }
  }

  private mutating func set(_ key: RawSpan, _ value: RecordScanner.Value) {
    if key.equals("time") {
      time = value
    } else if key.equals("container") {
      container = value
    } else if key.equals("id") {
      id = value
    } else if key.equals("stream") {
      stream = value
    } else if key.equals("message") {
      message = value
    } else if key.equals("project") {
      project = value
    } else if key.equals("resource") {
      resource = value
    } else {
      setRarer(key, value)
    }
  }

  private mutating func setRarer(_ key: RawSpan, _ value: RecordScanner.Value) {
    if key.equals("message_base64") {
      base64 = value
    } else if key.equals("line_end") {
      lineEnd = value
    } else if key.equals("partial") {
      partial = value
    } else if key.equals("continuation") {
      continuation = value
    } else if key.equals("unstamped") {
      unstamped = value
    } else if key.equals("image") {
      image = value
    } else if key.equals("log_driver") {
      logDriver = value
    } else if key.equals("tty") {
      tty = value
    } else if key.equals("labels") {
      labels = value
    }
  }

  /// Where the message stands if it has no escapes.
  var plainMessage: Range<Int>? {
    guard case .string(let range, false) = message else { return nil }
    return range
  }

  /// Whether the line says more of its container than its names.
  var describesContainer: Bool { image != nil || logDriver != nil || tty != nil || labels != nil }

  /// A hash of all that names the container.
  func identity(in line: RawSpan) -> UInt64 {
    var parts: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    if case .string(let range, _) = id { parts.0 = LineHash.hash(line.extracting(range), stream: .stdout) }
    if case .string(let range, _) = container {
      parts.1 = LineHash.hash(line.extracting(range), stream: .stdout)
    }
    if case .string(let range, _) = project {
      parts.2 = LineHash.hash(line.extracting(range), stream: .stdout)
    }
    if case .string(let range, _) = resource {
      parts.3 = LineHash.hash(line.extracting(range), stream: .stdout)
    }
    return withUnsafeBytes(of: &parts) { LineHash.hash($0.bytes, stream: .stderr) }
  }

  /// The flags that the members stand for.
  func flags(in line: RawSpan) throws(RecordFault) -> LineFlags {
    var flags: LineFlags = []
    if try isTrue(partial, in: line) { flags.insert(.cut) }
    if try isTrue(continuation, in: line) { flags.insert(.continuation) }
    if try isTrue(unstamped, in: line) { flags.insert(.unstamped) }
    switch try text(lineEnd, in: line) {
    case nil: return flags.contains(.cut) ? flags : flags.union(.lf)
    case "\n": return flags.union(.lf)
    case "\r\n": return flags.union(.crlf)
    case "": return flags
    default: throw RecordFault("\"line_end\" is none")
    }
  }

  /// The text of a member; nil if there is no such member.
  func text(_ value: RecordScanner.Value?, in line: RawSpan) throws(RecordFault) -> String? {
    guard let value else { return nil }
    guard case .string(let range, _) = value else { throw RecordFault("a name is no string") }
    var bytes: [UInt8] = []
    try JSONText.append(line.extracting(range), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds what the line says of its container.
  func describe(_ info: inout ContainerInfo, in line: RawSpan) throws(RecordFault) {
    if let image = try text(image, in: line) { info.image = image }
    if let logDriver = try text(logDriver, in: line) { info.logDriver = logDriver }
    if tty != nil { info.tty = try isTrue(tty, in: line) }
    guard let labels else { return }
    guard case .object(let range) = labels else { throw RecordFault("\"labels\" is no object") }
    info.labels = try strings(line.extracting(range))
  }

  private func strings(_ object: RawSpan) throws(RecordFault) -> [String: String] {
    var strings: [String: String] = [:]
    var scanner = RecordScanner()
    try scanner.begin(object)
    while let key = try scanner.nextKey(object) {
      let value = try scanner.value(object)
      guard let name = try text(.string(key, hasEscapes: true), in: object) else { continue }
      strings[name] = try text(value, in: object)
    }
    return strings
  }

  private func isTrue(_ value: RecordScanner.Value?, in line: RawSpan) throws(RecordFault) -> Bool {
    guard let value else { return false }
    guard case .word(let range) = value else { throw RecordFault("a flag is neither true nor false") }
    if line.extracting(range).equals("true") { return true }
    guard line.extracting(range).equals("false") else {
      throw RecordFault("a flag is neither true nor false")
    }
    return false
  }
}
