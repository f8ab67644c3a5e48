internal import Quantities

/// What a probe does.
package enum ProbeCheck: Sendable, Hashable {
  /// Makes an HTTP request and looks at the answer.
  case http(HTTPCheck)
  /// Makes a TCP connection.
  case tcp(AddressTemplate)
  /// Runs a command in the container, which passes with the exit code 0. The first word is the program.
  case exec([String])
  /// Looks for lines in the container's stored log.
  case log(LogCheck)
  /// Fails when the container has written no line for longer than this.
  case silence(Duration)

  /// What is looked at, for display.
  package var target: String {
    switch self {
    case .http(let check): "\(check.method.rawValue) \(check.url)"
    case .tcp(let address): "tcp \(address)"
    case .exec(let words): "exec \(Self.shown(words))"
    case .log(let check): "log \(check)"
    case .silence(let limit): "silence \(limit.text)"
    }
  }

  /// Whether it looks at a span of the log: then one result says what several runs of another check would.
  package var looksAtWindow: Bool {
    switch self {
    case .log, .silence: true
    case .http, .tcp, .exec: false
    }
  }

  /// How many failures in a row count unless the probe says otherwise.
  package var defaultFailureThreshold: Int { looksAtWindow ? 1 : 3 }
  /// How many passes in a row count unless the probe says otherwise.
  package var defaultSuccessThreshold: Int { looksAtWindow ? 1 : 2 }

  private static func shown(_ words: [String]) -> String {
    let isShell = words.count == 3 && words[0] == "/bin/sh" && words[1] == "-c"
    return isShell ? words[2] : words.joined(separator: " ")
  }
}
