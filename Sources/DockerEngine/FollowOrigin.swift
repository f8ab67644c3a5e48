/// What the errors of a follow say about where it went.
struct FollowOrigin: Sendable {
  /// Where the engine is.
  var endpoint: EngineEndpoint
  /// The path of the request.
  var path: String

  /// An error of this follow.
  func error(_ code: EngineError.Code, detail: String? = nil, errno: Int32? = nil) -> EngineError {
    EngineError(code, path: path, endpoint: endpoint.description, detail: detail, errno: errno)
  }
}
