internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Why there is no connection, or none any more, in the words that people know.
enum TransportFailure {
  /// What a failure of NIO says of the other side, or of us; nil for what is none of the transport.
  static func finding(of error: any Error) -> ProbeFinding? {
    if let code = errno(of: error) { return finding(errno: code) }
    switch error {
    case let error as NIOConnectionError:
      if let inner = error.connectionErrors.lazy.compactMap({ finding(of: $0.error) }).first { return inner }
      return .failed("the name \(error.host) can't be resolved")
    case ChannelError.connectTimeout(let limit):
      return .failed("no connection within \(Duration.nanoseconds(limit.nanoseconds).shown)")
    case is ChannelError: return .failed("the connection was closed")
    default: return nil
    }
  }

  /// The errno of a failure; nil where there was none.
  static func errno(of error: any Error) -> Int32? { (error as? IOError)?.errnoCode }

  /// Whether the other side has cut the connection.
  static func isReset(_ error: any Error) -> Bool {
    let code = errno(of: error)
    return code == ECONNRESET || code == EPIPE
  }

  private static func finding(errno code: Int32) -> ProbeFinding {
    switch code {
    case ECONNREFUSED: .failed("connection refused")
    case ECONNRESET, EPIPE: .failed("connection reset")
    case EHOSTUNREACH: .failed("no route to the host")
    case ENETUNREACH: .failed("network unreachable")
    case ETIMEDOUT: .failed("the connection timed out")
    case EMFILE, ENFILE, ENOMEM, ENOBUFS, EADDRNOTAVAIL:
      // Ours, and no fault of the container.
      .undetermined("the prober can't connect: \(String(cString: strerror(code)))")
    default: .failed(String(cString: strerror(code)))
    }
  }
}
