internal import NIOCore
internal import NIOHTTP1

/// Sends a request for another protocol and reads the answer; then it makes way for that protocol's handlers.
///
/// Source: RFC 9110, section 7.8.
final class UpgradeHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let message: EngineMessage
  private let endpoint: EngineEndpoint
  private let upgraded: EventLoopPromise<Void>
  private let install: @Sendable (any Channel) throws -> Void
  private var received = ByteBuffer()
  /// The status of an answer that does not agree; its body tells why.
  private var refusal: Int?
  private var bodyLength = 0
  private var isDone = false
  private var timer: Scheduled<Void>?

  /// The most bytes of an answer's head, and of the body of one that does not agree.
  private static let largestAnswer = 64 << 10

  /// How long the engine may take for its answer.
  private static let patience = TimeAmount(LifecycleEngine.patience)

  init(
    message: EngineMessage, endpoint: EngineEndpoint, upgraded: EventLoopPromise<Void>,
    install: @escaping @Sendable (any Channel) throws -> Void
  ) {
    self.message = message
    self.endpoint = endpoint
    self.upgraded = upgraded
    self.install = install
  }

  func channelActive(context: ChannelHandlerContext) {
    let headers = message.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    let head = "\(message.method.rawValue) \(message.target) HTTP/1.1\r\n\(headers)\r\n"
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
    let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: Self.patience) {
      let (handler, context) = box.value
      handler.fail(handler.message.error(.timeout, handler.endpoint), context)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDone else { return context.fireChannelRead(data) }
    received.writeImmutableBuffer(unwrapInboundIn(data))
    if refusal != nil {
      if received.readableBytes >= min(bodyLength, Self.largestAnswer) { finishRefusal(context) }
      return
    }
    let bytes = received.readableBytesView
    guard let end = Self.endOfHead(bytes) else {
      if bytes.count > Self.largestAnswer {
        fail(
          message.error(.protocolViolation, endpoint, detail: "the head of its answer is too long"), context)
      }
      return
    }
    do {
      let head = try ResponseHead(parsing: bytes[..<end])
      received.moveReaderIndex(forwardBy: end - bytes.startIndex)
      if head.status == 101 {
        try succeed(context)
      } else {
        refuse(head, context)
      }
    } catch let error as ResponseHead.Malformed {
      fail(message.error(.protocolViolation, endpoint, detail: error.reason), context)
    } catch {
      fail(error, context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if refusal != nil {
      finishRefusal(context)
    } else {
      fail(message.error(.connectionLost, endpoint), context)
    }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard !isDone else { return context.fireErrorCaught(error) }
    fail(error, context)
  }

  private func succeed(_ context: ChannelHandlerContext) throws {
    isDone = true
    timer?.cancel()
    do {
      try install(context.channel)
    } catch {
      upgraded.fail(error)
      throw error
    }
    upgraded.succeed()
    if received.readableBytes > 0 {
      context.fireChannelRead(wrapInboundOut(received))
      received = ByteBuffer()
    }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  private func refuse(_ head: ResponseHead, _ context: ChannelHandlerContext) {
    refusal = head.status
    // A body of known length is waited for, any other is taken as far as it is here: it only tells why.
    if case .length(let length) = head.framing {
      bodyLength = Int(clamping: length)
      if received.readableBytes < bodyLength { return }
    }
    finishRefusal(context)
  }

  private func finishRefusal(_ context: ChannelHandlerContext) {
    guard let status = refusal else { return }
    let words = DaemonMessage.extract(from: Array(received.readableBytesView))
    fail(message.error(.http(status: status), endpoint, status: status, daemonMessage: words), context)
  }

  private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
    guard !isDone else { return }
    isDone = true
    timer?.cancel()
    upgraded.fail(error)
    context.close(promise: nil)
  }

  private static func endOfHead(_ bytes: ByteBufferView) -> ByteBufferView.Index? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - mark.count)).first {
      bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }
    .map { $0 + mark.count }
  }
}
