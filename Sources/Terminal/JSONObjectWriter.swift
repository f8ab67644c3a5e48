/// Writes one JSON object into a buffer, member by member.
///
/// Strings are escaped so that they are valid JSON (RFC 8259, section 7) and also inert on a terminal: control characters beyond
/// those that JSON forbids are written as `\u…` as well, in surrogate pairs where need be.
struct JSONObjectWriter {
  private var bytes: [UInt8]
  private var isEmpty = true

  /// Begins an object at the end of `bytes`, which are taken over and empty until ``finish()`` gives them back: a second owner
  /// would make each append a copy.
  init(takingOver bytes: inout [UInt8]) {
    self.bytes = []
    swap(&self.bytes, &bytes)
    self.bytes.append(UInt8(ascii: "{"))
  }

  /// Closes the object and gives the buffer back.
  consuming func finish() -> [UInt8] {
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  mutating func add(_ name: StaticString, _ value: String) {
    let utf8 = Array(value.utf8)
    add(name, utf8.span)
  }

  /// Adds a string given as bytes; a byte that is not UTF-8 becomes U+FFFD.
  ///
  /// - Returns: false if there was such a byte.
  @discardableResult
  mutating func add(_ name: StaticString, _ value: Span<UInt8>) -> Bool {
    addName(name)
    bytes.append(UInt8(ascii: "\""))
    let isValid = appendEscaped(value)
    bytes.append(UInt8(ascii: "\""))
    return isValid
  }

  /// Adds a string of base64 (RFC 4648, section 4, with padding).
  mutating func addBase64(_ name: StaticString, _ value: Span<UInt8>) {
    addName(name)
    bytes.append(UInt8(ascii: "\""))
    Base64.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func add(_ name: StaticString, _ value: Int64) {
    addName(name)
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Adds a number that is finite; one without a fraction as a whole one.
  mutating func add(_ name: StaticString, fraction: Double) {
    guard fraction.rounded() == fraction, let whole = Int64(exactly: fraction) else {
      addName(name)
      return bytes.append(contentsOf: "\(fraction)".utf8)
    }
    add(name, whole)
  }

  mutating func add(_ name: StaticString, _ values: [Int]) {
    addName(name)
    bytes.append(contentsOf: "[\(values.map { "\($0)" }.joined(separator: ","))]".utf8)
  }

  /// Adds an array of strings; a byte that is not UTF-8 becomes U+FFFD.
  mutating func add(_ name: StaticString, _ values: [[UInt8]]) {
    addName(name)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      bytes.append(contentsOf: (index > 0 ? ",\"" : "\"").utf8)
      _ = appendEscaped(value.span)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func add(_ name: StaticString, _ value: Bool) {
    addName(name)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// Adds an object of strings, sorted by name.
  mutating func add(_ name: StaticString, _ members: [String: String]) {
    addName(name)
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendString(member.key)
      bytes.append(UInt8(ascii: ":"))
      appendString(member.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Adds an object whose members `body` adds.
  mutating func addObject(_ name: StaticString, _ body: (inout JSONObjectWriter) -> Void) {
    addName(name)
    appendObject(body)
  }

  /// Adds an array with an object for each element, whose members `body` adds.
  mutating func addObjects<Element>(
    _ name: StaticString, _ elements: [Element], _ body: (Element, inout JSONObjectWriter) -> Void
  ) {
    addName(name)
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendObject { body(element, &$0) }
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Adds an array of values that are JSON already.
  mutating func addRaw(_ name: StaticString, _ values: [ArraySlice<UInt8>]) {
    addName(name)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(contentsOf: value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func appendObject(_ body: (inout JSONObjectWriter) -> Void) {
    var object = JSONObjectWriter(takingOver: &bytes)
    body(&object)
    bytes = object.finish()
  }

  private mutating func appendString(_ text: String) {
    let utf8 = Array(text.utf8)
    bytes.append(UInt8(ascii: "\""))
    _ = appendEscaped(utf8.span)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Names are ours, and need no escapes.
  private mutating func addName(_ name: StaticString) {
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    isEmpty = false
    bytes.append(UInt8(ascii: "\""))
    name.withUTF8Buffer { name in unsafe bytes.append(contentsOf: name) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func appendEscaped(_ value: Span<UInt8>) -> Bool {
    var isValid = true
    var offset = 0
    while offset < value.count {
      let end = Self.endOfPlainRun(value, from: offset)
      unsafe value.extracting(offset..<end).withUnsafeBufferPointer { run in
        unsafe bytes.append(contentsOf: run)
      }
      offset = end
      if offset == value.count { break }
      if let scalar = UTF8Scalar(value, at: offset) {
        append(scalar, of: value, at: offset)
        offset += scalar.length
      } else {
        isValid = false
        bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
        offset += 1
      }
    }
    return isValid
  }

  /// Most of a log is printable ASCII: it is copied in one go.
  private static func endOfPlainRun(_ value: Span<UInt8>, from start: Int) -> Int {
    var offset = start
    while offset < value.count, value[offset] &- 0x20 < 0x5F, value[offset] != 0x22, value[offset] != 0x5C {
      offset += 1
    }
    return offset
  }

  private mutating func append(_ scalar: UTF8Scalar, of value: Span<UInt8>, at offset: Int) {
    if UTF8Scalar.isControl(scalar.value) {
      appendEscape(scalar.value)
      return
    }
    if scalar.value == 0x22 || scalar.value == 0x5C { bytes.append(UInt8(ascii: "\\")) }
    for index in offset..<offset + scalar.length { bytes.append(value[index]) }
  }

  private mutating func appendEscape(_ scalar: UInt32) {
    switch scalar {
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x10000...:
      appendUnit(UInt16(0xD800 + (scalar - 0x10000) >> 10))
      appendUnit(UInt16(0xDC00 + (scalar - 0x10000) & 0x3FF))
    default: appendUnit(UInt16(scalar))
    }
  }

  private mutating func appendUnit(_ unit: UInt16) {
    bytes.append(contentsOf: "\\u".utf8)
    HexDigits.append(UInt8(unit >> 8), to: &bytes)
    HexDigits.append(UInt8(unit & 0xFF), to: &bytes)
  }
}
