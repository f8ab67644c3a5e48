internal import AsyncHTTPClient
internal import NIOHTTP1

/// A request that may change something.
package struct LifecycleRequest: Sendable {
  /// What is done with the path.
  package enum Method: Sendable, Hashable {
    case get
    case post
    case put
    case delete
  }

  /// What is done with the path.
  package var method: Method
  /// The components of the path behind the version: `["containers", id, "start"]`. Each is percent-encoded as a whole.
  package var path: [String]
  /// The query, in this order.
  package var query: [(name: String, value: String)]
  /// Headers such as `X-Registry-Auth`; those that every request has can be replaced.
  package var headers: [(name: String, value: String)]
  /// What is sent with it.
  package var body: LifecycleBody?
  /// Statuses that are no error besides 200 to 299: 304 and 404 where they mean that nothing is to be done.
  package var accepting: Set<Int>

  /// Makes a request.
  package init(
    _ method: Method, _ path: [String], query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], body: LifecycleBody? = nil, accepting: Set<Int> = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.accepting = accepting
  }

  /// The request for a version of the API.
  func message(_ version: EngineVersion, _ failure: BodyFailure) -> EngineMessage {
    let path = path.map { "/" + PercentEncoding.encode($0) }.joined()
    let items = query.map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    let contentType = body.map { [(name: "Content-Type", value: $0.contentType)] } ?? []
    return EngineMessage(
      method: method.http, path: path,
      target: "/v\(version.negotiated)" + path + (items.isEmpty ? "" : "?" + items),
      headers: contentType + headers, body: body?.content(failure),
      expected: Set(200..<300).union(accepting))
  }
}

extension LifecycleRequest.Method {
  fileprivate var http: HTTPMethod {
    switch self {
    case .get: .GET
    case .post: .POST
    case .put: .PUT
    case .delete: .DELETE
    }
  }
}
