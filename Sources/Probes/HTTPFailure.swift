internal import AsyncHTTPClient
internal import LogWire
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import Platform

/// Why a request got no answer, or no whole one.
struct HTTPFailure {
  let url: String
  let certificates: CertificateBook
  /// Whether the head of the answer was there.
  let didAnswer: Bool

  func finding(of error: any Error) async -> ProbeFinding {
    switch error {
    case is CancellationError: return .undetermined("the probe was cancelled")
    case let error as HTTPClientError: return finding(ofClient: error)
    // Its head may have been lost with the rest.
    case HTTPParserError.invalidEOFState: return .failed(Self.cutOff)
    case let error as HTTPParserError: return .failed("the answer is no HTTP: \(error)")
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: return await finding(ofTLS: error)
    default: return TransportFailure.finding(of: error) ?? .failed("\(error)")
    }
  }

  private func finding(ofClient error: HTTPClientError) -> ProbeFinding {
    switch error {
    case .cancelled: .undetermined("the probe was cancelled")
    case .alreadyShutdown: .undetermined("the prober is stopping")
    case .remoteConnectionClosed, .uncleanShutdown:
      .failed(didAnswer ? Self.cutOff : "closed the connection without an answer")
    case .connectTimeout: .failed("no connection within 10s")
    case .tlsHandshakeTimeout: .failed("no end of the TLS handshake")
    case .redirectCycleDetected: .failed("redirected in a circle")
    case .redirectLimitReached: .failed("more than \(HTTPCheck.redirectLimit) redirects")
    case .invalidURL, .emptyHost, .emptyScheme: .undetermined("\(url) is no URL that can be asked")
    default: .failed(error.shortDescription)
    }
  }

  private static let cutOff = "closed the connection within the answer"

  /// What is wrong with a certificate is not in the error: so it is looked at.
  private func finding(ofTLS error: any Error) async -> ProbeFinding {
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname,
      let place = HTTPAddress(parsing: url)?.place
    {
      return .failed("the certificate is not for \(place.host)")
    }
    let refused = "the TLS handshake failed"
    guard let address = HTTPAddress(parsing: url), address.isTLS,
      let certificate = await certificates.certificate(of: address.place, notOlderThan: .seconds(60))
    else { return .failed("\(refused): \(Self.words(of: error))") }
    return .failed(certificate.problem(now: .now()) ?? "the certificate is not trusted")
  }

  private static func words(of error: any Error) -> String {
    guard case .handshakeFailed(let failure) = error as? NIOSSLError else { return "\(error)" }
    switch failure {
    case .sslError(let stack), .unknownError(let stack):
      return stack == [.eofDuringHandshake] ? "the connection was closed" : "it does not speak TLS as we do"
    default: return "the connection was closed"
    }
  }
}
