internal import LogWire
internal import NIOSSL

/// From when to when a server's certificate is valid.
struct PeerCertificate: Sendable, Hashable {
  var notBefore: Timestamp
  var notAfter: Timestamp

  init(notBefore: Timestamp, notAfter: Timestamp) {
    self.notBefore = notBefore
    self.notAfter = notAfter
  }

  init(_ certificate: NIOSSLCertificate) {
    notBefore = Self.time(certificate.notValidBefore)
    notAfter = Self.time(certificate.notValidAfter)
  }

  /// What is wrong with its times; nil if they are right.
  func problem(now: Timestamp) -> String? {
    if now > notAfter { return "the certificate expired \(Self.span(from: notAfter, to: now)) ago" }
    if now < notBefore { return "the certificate is valid only in \(Self.span(from: now, to: notBefore))" }
    return nil
  }

  /// The warning of one that ends within `limit`; nil if it does not.
  func warning(within limit: Duration, now: Timestamp) -> String? {
    if let problem = problem(now: now) { return problem }
    guard Duration.nanoseconds(notAfter.nanoseconds &- now.nanoseconds) < limit else { return nil }
    return "the certificate expires in \(Self.span(from: now, to: notAfter))"
  }

  /// Years beyond what nanoseconds hold stand for ever.
  private static func time(_ seconds: Int) -> Timestamp {
    let (nanoseconds, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? (seconds < 0 ? .distantPast : .distantFuture) : Timestamp(nanoseconds: nanoseconds)
  }

  private static func span(from start: Timestamp, to end: Timestamp) -> String {
    let seconds = (end.nanoseconds &- start.nanoseconds) / 1_000_000_000
    switch seconds {
    case (2 * 86400)...: return "\(seconds / 86400) days"
    case (2 * 3600)...: return "\(seconds / 3600) hours"
    default: return "\(max(0, seconds / 60)) minutes"
    }
  }
}
