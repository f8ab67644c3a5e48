/// A version of the Engine API, such as 1.41.
package struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The part before the dot.
  package var major: Int
  /// The part after the dot; a number, so 1.9 is older than 1.10.
  package var minor: Int

  /// Makes a version of its two parts.
  package init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Parses `major.minor`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = UInt16(parts[0]), let minor = UInt16(parts[1]) else { return nil }
    self.init(Int(major), Int(minor))
  }

  /// The older one first.
  package static func < (left: APIVersion, right: APIVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  /// `major.minor`.
  package var description: String { "\(major).\(minor)" }
}
