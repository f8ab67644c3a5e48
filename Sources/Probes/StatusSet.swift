/// Statuses of HTTP, written as codes and ranges: `200-299,301`.
package struct StatusSet: Sendable, Hashable {
  /// In the order written; at least one.
  package let ranges: [ClosedRange<Int>]

  /// What Kubernetes takes for success, and we unless a probe says otherwise: 200 to 399.
  package static let success = StatusSet(ranges: [200...399])

  private init(ranges: [ClosedRange<Int>]) {
    self.ranges = ranges
  }

  /// Parses codes and ranges with commas between them; blanks don't matter. Nil if the text is none, or a code is not from 100 to 599.
  package init?(parsing text: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(Self.code)
      switch ends.count {
      case 1: if let code = ends[0] { ranges.append(code...code) } else { return nil }
      case 2:
        guard let first = ends[0], let last = ends[1], first <= last else { return nil }
        ranges.append(first...last)
      default: return nil
      }
    }
    guard !ranges.isEmpty else { return nil }
    self.ranges = ranges
  }

  /// Whether a status is one of them.
  package func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }

  private static func code(_ text: Substring) -> Int? {
    let digits = text.drop { $0 == " " }.prefix { $0 != " " }
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || $0 == " " }), let code = Int(digits),
      (100...599).contains(code), text.split(separator: " ").count == 1
    else { return nil }
    return code
  }
}

extension StatusSet: CustomStringConvertible {
  /// As it is written: `200-299,301`.
  package var description: String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
