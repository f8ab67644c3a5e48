internal import Glibc

extension EngineError: CustomStringConvertible {
  /// What was tried, what happened, and what to do, on one line.
  package var description: String {
    var text = happened
    if let daemonMessage { text += ": \(daemonMessage)" }
    if let detail { text += ": \(detail)" }
    if let errno { text += " (\(EngineError.name(of: errno)))" }
    if let remedy { text += "; \(remedy)" }
    return text
  }

  private var request: String { path.isEmpty ? "the request" : "\(method) \(path)" }

  private var happened: String {
    switch code {
    case .invalidEndpoint: "can't use \"\(endpoint)\" as the address of a container engine"
    case .unreachable: "can't reach the container engine at \(endpoint)"
    case .connectionLost: "the connection to \(endpoint) broke off during \(request)"
    case .timeout: "the container engine at \(endpoint) did not answer \(request) in time"
    case .http(let status): "the container engine at \(endpoint) answered \(request) with status \(status)"
    case .decoding: "can't understand the answer of \(endpoint) to \(request)"
    case .protocolViolation: "\(endpoint) does not answer \(request) as a container engine does"
    case .unsupportedVersion: "the container engine at \(endpoint) is too old"
    case .shutDown: "the client of \(endpoint) is shut down"
    }
  }

  private var remedy: String? {
    switch (code, errno) {
    case (.unreachable, .some(ENOENT)):
      "is the engine running? Is this its socket? Set DOCKER_HOST or the engine's address in the configuration"
    case (.unreachable, .some(EACCES)), (.unreachable, .some(EPERM)):
      "run as root or as a member of the group that owns the socket (usually \"docker\")"
    case (.unreachable, .some(ECONNREFUSED)):
      "nothing listens there: start the engine (systemctl start docker)"
    case (.unsupportedVersion, _):
      "update it to one with API \(EngineVersion.oldestSupported) or newer"
    default: nil
    }
  }

  private static func name(of errno: Int32) -> String {
    guard let text = strerror(errno) else { return "errno \(errno)" }
    return String(cString: text)
  }
}
