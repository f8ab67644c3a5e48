/// What went wrong between us and the container engine.
///
/// It says what was tried (method, path, endpoint), what came back (status and the engine's own words, or the errno
/// of the transport) and, in ``description``, what to do about it. Decide by ``code``, never by a message.
package struct EngineError: Error, Sendable, Hashable {
  /// The kinds of failure that callers tell apart.
  package enum Code: Sendable, Hashable {
    /// An address or its TLS material can't be used; trying again is of no use.
    case invalidEndpoint
    /// No connection could be made: no socket, no permission, refused, TLS handshake failed.
    case unreachable
    /// The connection broke off in the middle of an answer.
    case connectionLost
    /// The engine did not answer in time.
    case timeout
    /// The engine answered with a status that is no success.
    case http(status: Int)
    /// An answer that is a success could not be understood as the JSON it should be.
    case decoding
    /// The other side does not speak HTTP as an engine does, or passes a limit of ours.
    case protocolViolation
    /// The engine's API is older than what we can work with.
    case unsupportedVersion
    /// The client or the reactor was shut down.
    case shutDown
  }

  /// The kind of failure.
  package var code: Code
  /// The method of the request; empty when there was none.
  package var method: String
  /// The path of the request, without its query; empty when there was none.
  package var path: String
  /// Where the engine was looked for.
  package var endpoint: String
  /// The status of the answer, where there was one.
  package var status: Int?
  /// The engine's own message, from the JSON of an answer that was no success. Input from outside: escape it for a
  /// terminal.
  package var daemonMessage: String?
  /// What is known beyond the code: a sentence of ours, or the words of the transport.
  package var detail: String?
  /// The errno of the transport's failure.
  package var errno: Int32?

  /// Makes an error; everything but the code and the endpoint may be unknown.
  package init(
    _ code: Code, method: String = "GET", path: String, endpoint: String, status: Int? = nil,
    daemonMessage: String? = nil, detail: String? = nil, errno: Int32? = nil
  ) {
    self.code = code
    self.method = method
    self.path = path
    self.endpoint = endpoint
    self.status = status
    self.daemonMessage = daemonMessage
    self.detail = detail
    self.errno = errno
  }

  /// An address that can't be used, with what would be right.
  static func invalidEndpoint(_ address: String, _ remedy: String) -> EngineError {
    EngineError(.invalidEndpoint, method: "", path: "", endpoint: address, detail: remedy)
  }

  /// Whether the engine itself is away (rather than this one request refused), so that waiting and trying again is
  /// right.
  package var isEngineAway: Bool {
    switch code {
    case .unreachable, .connectionLost, .timeout: true
    case .http(let status): status == 502 || status == 503 || status == 504
    case .invalidEndpoint, .decoding, .protocolViolation, .unsupportedVersion, .shutDown: false
    }
  }
}
