/// Names of signals, as people know them.
enum SignalName {
  /// `SIGKILL` for 9; `signal 50` for one without a common name. Source: signal(7), x86 and Arm.
  static func name(of number: Int) -> String {
    switch number {
    case 1: "SIGHUP"
    case 2: "SIGINT"
    case 3: "SIGQUIT"
    case 6: "SIGABRT"
    case 9: "SIGKILL"
    case 10: "SIGUSR1"
    case 11: "SIGSEGV"
    case 12: "SIGUSR2"
    case 13: "SIGPIPE"
    case 14: "SIGALRM"
    case 15: "SIGTERM"
    default: "signal \(number)"
    }
  }
}
