/// What a child says on its status pipe, one line each.
///
///     READY=1                 it does its work
///     WATCHDOG=1              it is alive
///     FOLLOWING=14            so many containers are followed
///     STATUS=free text        for a person
///
/// The words of sd_notify(3) where it has one.
package enum StatusMessage: Sendable, Hashable {
  /// The child does its work.
  case ready
  /// The child is alive.
  case alive
  /// So many containers are followed.
  case following(Int)
  /// Free text for a person: one line, at most ``textLimit`` bytes.
  case text(String)

  /// The most bytes of a text.
  package static let textLimit = 512

  /// Reads one line without its newline; nil when it says nothing we know, which is not an error: a newer child may say more.
  package init?(line: some Collection<UInt8>) {
    let line = String(decoding: line, as: UTF8.self)
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    switch (parts[0], parts[1]) {
    case ("READY", "1"): self = .ready
    case ("WATCHDOG", "1"): self = .alive
    case ("FOLLOWING", let count):
      if let count = Int(count), count >= 0 { self = .following(count) } else { return nil }
    case ("STATUS", let text): self = .text(Self.cleaned(text))
    default: return nil
    }
  }

  /// The line with its newline; short enough for an atomic write to a pipe.
  package var line: [UInt8] {
    switch self {
    case .ready: Array("READY=1\n".utf8)
    case .alive: Array("WATCHDOG=1\n".utf8)
    case .following(let count): Array("FOLLOWING=\(count)\n".utf8)
    case .text(let text): Array("STATUS=\(Self.cleaned(text))\n".utf8)
    }
  }

  /// The text goes on to systemd, whose protocol has lines as well: no control characters, and not without end.
  private static func cleaned(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      count += UTF8.width(scalar)
      guard count <= textLimit else { break }
      result.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return String(result)
  }
}
