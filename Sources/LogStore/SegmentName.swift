package import LogWire

/// The name of a segment's file: `<serial>-open.db` while it is written, `<serial>-<first>-<last>.db` when sealed.
///
/// The serial (eight digits) counts the segments of a shard in the order they were written, which the times
/// alone don't give: a container whose old log is read late brings old times into a new segment. The times are UTC
/// with whole seconds, `20261123T140203Z`, rounded outward, so that a query opens only the files it needs. They go from
/// 1970 to 2261; the first and the last second of these stand for all the time before and after.
package struct SegmentName: Sendable, Hashable, Comparable {
  package enum State: Sendable, Hashable {
    case open
    case sealed(first: Timestamp, last: Timestamp)
  }

  package var serial: UInt32
  package var state: State

  package init(serial: UInt32, state: State) {
    self.serial = serial
    self.state = state
  }

  /// Parses a file name; nil if it is not a segment's.
  package init?(fileName: String) {
    guard fileName.hasSuffix(".db") else { return nil }
    let parts = fileName.dropLast(3).split(separator: "-", omittingEmptySubsequences: false)
    guard
      let first = parts.first, first.utf8.count == 8, first.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let serial = UInt32(first)
    else { return nil }
    switch parts.count {
    case 2 where parts[1] == "open":
      self.init(serial: serial, state: .open)
    case 3:
      guard
        let start = CompactTime.parse(parts[1]), let end = CompactTime.parse(parts[2]), start <= end
      else { return nil }
      self.init(
        serial: serial,
        state: .sealed(
          first: start == CompactTime.earliest ? .distantPast : start,
          last: end == CompactTime.latest ? .distantFuture : end))
    default:
      return nil
    }
  }

  package var fileName: String {
    let digits = String(serial)
    let number = String(repeating: "0", count: max(8 - digits.count, 0)) + digits
    switch state {
    case .open: return "\(number)-open.db"
    case .sealed(let first, let last):
      return "\(number)-\(CompactTime.format(first))-\(CompactTime.format(last, roundedUp: true)).db"
    }
  }

  package var isOpen: Bool { state == .open }

  /// Whether the segment may hold lines from `since` to `until`, both included. An open one may.
  package func mayHold(since: Timestamp?, until: Timestamp?) -> Bool {
    guard case .sealed(let first, let last) = state else { return true }
    if let since, last < since { return false }
    if let until, first > until { return false }
    return true
  }

  package static func < (left: SegmentName, right: SegmentName) -> Bool {
    left.serial < right.serial
  }
}

/// `20261123T140203Z`.
private enum CompactTime {
  /// The times that the parser of timestamps takes, in whole seconds.
  static let earliest = Timestamp(nanoseconds: 0)
  static let latest = Timestamp(nanoseconds: 9_214_646_399_000_000_000)

  static func format(_ time: Timestamp, roundedUp: Bool = false) -> String {
    var time = min(max(time, earliest), latest)
    if roundedUp { time = min(Timestamp(nanoseconds: time.nanoseconds + 999_999_999), latest) }
    return String(time.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
  }

  static func parse(_ text: Substring) -> Timestamp? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[15] == UInt8(ascii: "Z") else { return nil }
    // The separators are put back and the one parser is used. It wants the space that follows in a log.
    var rfc3339: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 { rfc3339.append(UInt8(ascii: "-")) }
      if index == 11 || index == 13 { rfc3339.append(UInt8(ascii: ":")) }
      rfc3339.append(byte)
    }
    rfc3339.append(UInt8(ascii: " "))
    var parser = TimestampParser()
    return parser.parse(rfc3339.span.bytes)?.time
  }
}
