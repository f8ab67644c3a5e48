internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Every request that ``ActingEngine`` can make; there is no way to name another one.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/>.
enum ActingRequest: Sendable, Hashable {
  /// Prepares a command in a container.
  case createExec(container: String, command: [String])
  /// Runs a command that was prepared; its output is the answer.
  case startExec(id: String)
  /// How a command is.
  case inspectExec(id: String)
  /// Ends a container's process and starts it again.
  case restart(container: String, graceSeconds: Int64)

  /// The request for a version of the API.
  func message(_ version: EngineVersion) -> EngineMessage {
    EngineMessage(
      method: method, path: path, target: "/v\(version.negotiated)" + path + query,
      headers: json == nil ? [] : [(name: "Content-Type", value: "application/json")],
      body: json.map { .bytes(ByteBuffer(string: $0)) }, expected: expected)
  }

  /// The path without a version and without the query.
  var path: String {
    switch self {
    case .createExec(let container, _): "/containers/\(PercentEncoding.encode(container))/exec"
    case .startExec(let id): "/exec/\(PercentEncoding.encode(id))/start"
    case .inspectExec(let id): "/exec/\(PercentEncoding.encode(id))/json"
    case .restart(let container, _): "/containers/\(PercentEncoding.encode(container))/restart"
    }
  }

  private var query: String {
    guard case .restart(_, let seconds) = self else { return "" }
    return "?t=\(seconds)"
  }

  private var method: HTTPMethod {
    switch self {
    case .inspectExec: .GET
    case .createExec, .startExec, .restart: .POST
    }
  }

  private var json: String? {
    switch self {
    case .createExec(_, let command):
      #"{"AttachStdout":true,"AttachStderr":true,"Cmd":["#
        + command.map(JSONText.string).joined(separator: ",") + "]}"
    case .startExec: #"{"Detach":false,"Tty":false}"#
    case .inspectExec, .restart: nil
    }
  }

  private var expected: Set<Int> {
    switch self {
    case .createExec: [201]
    case .startExec, .inspectExec: [200]
    case .restart: [204]
    }
  }
}
