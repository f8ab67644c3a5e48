package import Probes

extension ProbeCheck {
  /// What it does, in one word: `http`, `tcp`, `exec`, `log` or `silence`.
  package var kind: String {
    switch self {
    case .http: "http"
    case .tcp: "tcp"
    case .exec: "exec"
    case .log: "log"
    case .silence: "silence"
    }
  }
}
