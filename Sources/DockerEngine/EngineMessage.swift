internal import AsyncHTTPClient
internal import NIOHTTP1

/// A request as it goes over the wire, and what its errors say of it.
struct EngineMessage: Sendable {
  /// The method.
  var method: HTTPMethod
  /// The path without version and query.
  var path: String
  /// Version, path and query.
  var target: String
  /// Headers besides those that every request has.
  var headers: [(name: String, value: String)] = []
  /// What is sent with it.
  var body: HTTPClientRequest.Body?
  /// The statuses that are no error.
  var expected: Set<Int> = [200]

  /// Whether it may be sent again after a connection broke off: it changes nothing, or the same again.
  ///
  /// Source: RFC 9110, section 9.2.2.
  var isRepeatable: Bool { method != .POST && body == nil }

  /// A failure of this request.
  func error(
    _ code: EngineError.Code, _ endpoint: EngineEndpoint, status: Int? = nil, daemonMessage: String? = nil,
    detail: String? = nil, errno: Int32? = nil
  ) -> EngineError {
    EngineError(
      code, method: method.rawValue, path: path, endpoint: endpoint.description, status: status,
      daemonMessage: daemonMessage, detail: detail, errno: errno)
  }
}

extension EngineRequest {
  /// The request for a version of the API; nil: without one.
  func message(_ version: EngineVersion?) -> EngineMessage {
    EngineMessage(method: .GET, path: path, target: target(version: version))
  }
}
