internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

extension EngineError {
  /// What a failure of async-http-client or NIO means to us.
  ///
  /// - Parameter whileAnswering: whether the head of the answer was there already, so that the engine was reached.
  /// - Returns: `CancellationError` where the task was cancelled, the error itself where it is an ``EngineError``,
  ///   else an ``EngineError``.
  static func translating(
    _ error: any Error, _ message: EngineMessage, _ endpoint: EngineEndpoint, whileAnswering: Bool
  ) -> any Error {
    if error is CancellationError || error is EngineError { return error }
    if let error = error as? HTTPClientError {
      if error == .cancelled { return CancellationError() }
      return message.error(code(of: error), endpoint, detail: error.shortDescription)
    }
    let code: Code = whileAnswering ? .connectionLost : code(of: error)
    let errno = errno(of: error)
    // The errno says it all; NIO's words for it name its own functions.
    let detail = errno == nil ? "\(error)" : nil
    return message.error(code, endpoint, detail: detail, errno: errno)
  }

  private static func code(of error: HTTPClientError) -> Code {
    switch error {
    case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      .unreachable
    case .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout: .timeout
    case .remoteConnectionClosed, .uncleanShutdown: .connectionLost
    case .alreadyShutdown: .shutDown
    default: .protocolViolation
    }
  }

  private static func code(of error: any Error) -> Code {
    switch error {
    case is NIOConnectionError, is NIOSSLError, is BoringSSLError: .unreachable
    case ChannelError.connectTimeout: .unreachable
    case let error as IOError where error.errnoCode == ECONNRESET || error.errnoCode == EPIPE: .connectionLost
    case is IOError: .unreachable
    case is ChannelError: .connectionLost
    default: .protocolViolation
    }
  }

  private static func errno(of error: any Error) -> Int32? {
    switch error {
    case let error as IOError: error.errnoCode
    case let error as NIOConnectionError:
      error.connectionErrors.lazy.compactMap { $0.error as? IOError }.first?.errnoCode
    default: nil
    }
  }
}
