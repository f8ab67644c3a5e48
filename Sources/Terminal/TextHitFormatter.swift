package import LogQuery
internal import LogStore
internal import LogWire

/// `-o text`: time, container and message, for reading.
///
///     2026-11-23 14:02:03.123 api      connected
///     2026-11-23 14:02:03.125 worker ! connection refused
///
/// A `!` marks stderr. With context each hit has a `:` there, each other line a `-`, and `--` stands where lines are left out:
///
///     2026-11-23 14:02:03.120 worker - connecting
///     2026-11-23 14:02:03.125 worker !: connection refused
///     --
///
/// Names are padded to the longest so far. Names and messages are inert (``InertText``), also when they go to a
/// file, since files are read on terminals.
package struct TextHitFormatter: HitFormatter {
  /// A longer name is printed whole but does not push the other lines to the right.
  private static let widestColumn = 32

  private let isColored: Bool
  private let matcher: LineMatcher?
  private let tellsContext: Bool
  private var time: CivilTimeText
  private var nameColumn = 6
  /// One entry for each container name that was printed.
  private var names: [String: Name] = [:]

  /// A name as it is printed.
  private struct Name {
    let inert: [UInt8]
    let width: Int
    let style: TextStyle

    init(_ text: String) {
      let inert = InertText.inert(text)
      self.inert = Array(inert.utf8)
      self.width = DisplayWidth.columns(inert)
      self.style = TextStyle.stable(for: text)
    }
  }

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour the names and to highlight.
  ///   - matcher: what to highlight; nil: nothing.
  ///   - tellsContext: whether there are lines that are no hits, to be told from them.
  package init(
    calendar: CivilCalendar, isColored: Bool, matcher: LineMatcher? = nil, tellsContext: Bool = false
  ) {
    self.time = CivilTimeText(calendar: calendar)
    self.isColored = isColored
    self.matcher = isColored ? matcher : nil
    self.tellsContext = tellsContext
  }

  package mutating func append(_ hit: Hit, to bytes: inout [UInt8]) {
    appendHead(hit, sign: tellsContext ? UInt8(ascii: ":") : nil, to: &bytes)
    appendMessage(hit.message.span, &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Nothing is highlighted, and all of it is dim in colour.
  package mutating func append(context line: Hit, to bytes: inout [UInt8]) {
    appendHead(line, sign: tellsContext ? UInt8(ascii: "-") : nil, to: &bytes)
    begin(.dim, &bytes)
    InertText.append(line.message.span, to: &bytes)
    end(&bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// `--`, as grep does it.
  package func appendGap(to bytes: inout [UInt8]) {
    begin(.dim, &bytes)
    bytes.append(contentsOf: "--".utf8)
    end(&bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Everything before the message.
  ///
  /// - Parameter sign: tells hits from context; nil: there is no context.
  private mutating func appendHead(_ hit: Hit, sign: UInt8?, to bytes: inout [UInt8]) {
    let name = names[hit.container.name] ?? remember(hit.container.name)
    begin(.dim, &bytes)
    time.append(hit.time, to: &bytes)
    end(&bytes)
    bytes.append(UInt8(ascii: " "))
    begin(name.style, &bytes)
    bytes.append(contentsOf: name.inert)
    end(&bytes)
    for _ in 0...max(0, nameColumn - name.width) { bytes.append(UInt8(ascii: " ")) }
    appendMark(hit.stream, &bytes)
    if let sign { bytes.append(sign) }
    bytes.append(UInt8(ascii: " "))
  }

  private mutating func remember(_ text: String) -> Name {
    let name = Name(text)
    names[text] = name
    nameColumn = max(nameColumn, min(name.width, Self.widestColumn))
    return name
  }

  private func appendMark(_ stream: LogStream, _ bytes: inout [UInt8]) {
    if stream == .stderr {
      begin(.bad, &bytes)
      bytes.append(UInt8(ascii: "!"))
      end(&bytes)
    } else {
      bytes.append(UInt8(ascii: " "))
    }
  }

  /// A match begins and ends with whole characters, as the query does, so its parts can be made inert one by one.
  private func appendMessage(_ message: Span<UInt8>, _ bytes: inout [UInt8]) {
    var shown = 0
    for range in matcher?.matchedRanges(in: message.bytes) ?? [] {
      InertText.append(message.extracting(shown..<range.lowerBound), to: &bytes)
      begin(.match, &bytes)
      InertText.append(message.extracting(range), to: &bytes)
      end(&bytes)
      shown = range.upperBound
    }
    InertText.append(message.extracting(shown..<message.count), to: &bytes)
  }

  private func begin(_ style: TextStyle, _ bytes: inout [UInt8]) {
    if isColored { style.appendStart(to: &bytes) }
  }

  private func end(_ bytes: inout [UInt8]) {
    if isColored { TextStyle.appendEnd(to: &bytes) }
  }
}
