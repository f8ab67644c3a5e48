internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Patterns
internal import Synchronization

/// One request and its answer.
final class HTTPAttempt: ProbeAttempt {
  /// How far it came, for when the time is over.
  private struct Progress: Sendable {
    var status: Int?
    var body: [UInt8] = []

    var evidence: ProbeEvidence {
      ProbeEvidence(status: status, output: Array(body.prefix(ProbeEvidence.outputLimit)))
    }
  }

  private let check: HTTPCheck
  private let url: String
  private let client: HTTPClient
  private let certificates: CertificateBook
  private let progress = Mutex(Progress())

  init(_ check: HTTPCheck, url: String, client: HTTPClient, certificates: CertificateBook) {
    self.check = check
    self.url = url
    self.client = client
    self.certificates = certificates
  }

  func finding() async -> ProbeFinding {
    do {
      return try await asked()
    } catch {
      let failure = HTTPFailure(url: url, certificates: certificates, didAnswer: hasAnswer)
      var finding = await failure.finding(of: error)
      finding.evidence = progress.withLock { $0.evidence }
      return finding
    }
  }

  func overdue(after limit: Duration) -> ProbeFinding {
    let evidence = progress.withLock { $0.evidence }
    guard let status = evidence.status else { return .failed("no answer within \(limit.shown)") }
    return .failed("status \(status), but the answer did not end within \(limit.shown)", evidence)
  }

  private var hasAnswer: Bool { progress.withLock { $0.status != nil } }

  private func asked() async throws -> ProbeFinding {
    do {
      return try await ask()
    } catch  where isRepeatable && !hasAnswer && Self.isLostConnection(error) {
      // A connection that was kept may have been closed by the server just before it was used.
      return try await ask()
    }
  }

  private func ask() async throws -> ProbeFinding {
    let response = try await client.execute(request, deadline: .distantFuture)
    progress.withLock { $0.status = Int(response.status.code) }
    for try await part in response.body {
      let count = progress.withLock { progress in
        progress.body.append(
          contentsOf: part.readableBytesView.prefix(HTTPCheck.readLimit - progress.body.count))
        return progress.body.count
      }
      guard count < HTTPCheck.readLimit else { break }
    }
    return judge()
  }

  private var request: HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = HTTPMethod(rawValue: check.method.rawValue)
    request.headers.add(name: "User-Agent", value: "lslog-probe")
    request.headers.add(name: "Accept", value: "*/*")
    // Not to be sent again when a kept connection turns out to be closed, so it does not get one.
    if !isRepeatable { request.headers.add(name: "Connection", value: "close") }
    for header in check.headers { request.headers.remove(name: header.name) }
    for header in check.headers { request.headers.add(name: header.name, value: header.value) }
    if let body = check.body { request.body = .bytes(ByteBuffer(string: body)) }
    return request
  }

  /// Source: RFC 9110, section 9.2.2.
  private var isRepeatable: Bool { check.method != .post && check.method != .patch }

  private static func isLostConnection(_ error: any Error) -> Bool {
    (error as? HTTPClientError) == .remoteConnectionClosed || TransportFailure.isReset(error)
  }

  private func judge() -> ProbeFinding {
    let progress = progress.withLock { $0 }
    let evidence = progress.evidence
    let status = progress.status ?? 0
    guard check.status.contains(status) else {
      return .failed("status \(status), expected \(check.status)", evidence)
    }
    guard let expect = check.expect else { return ProbeFinding(outcome: .passed, evidence: evidence) }
    switch expect.firstMatch(in: progress.body.span.bytes) {
    case .match: return ProbeFinding(outcome: .passed, evidence: evidence)
    case .noMatch: return .failed("the body does not match \(expect)", evidence)
    case .gaveUp:
      return ProbeFinding(
        outcome: .undetermined(reason: "\(expect) takes too many steps on the body; write it simpler"),
        evidence: evidence)
    }
  }
}
