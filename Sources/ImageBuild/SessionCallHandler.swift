internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Serves one call of gRPC: takes the request, has it answered, and ends the stream.
///
/// Only calls with one message each way are known. Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.
final class SessionCallHandler: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  /// The most bytes of a request; they hold the name of a host.
  static let largestRequest = 64 << 10

  private let service: SessionService
  private var path = ""
  private var received = ByteBuffer()
  private var isAnswered = false
  private var task: Task<Void, Never>?

  init(_ service: SessionService) {
    self.service = service
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let headers):
      if let path = headers.headers.first(name: ":path") { self.path = path }
      if headers.endStream { answer(context) }
    case .data(let data):
      guard case .byteBuffer(var bytes) = data.data else { return }
      guard received.readableBytes + bytes.readableBytes <= Self.largestRequest else {
        return send(.failure(.invalidArgument, "the request is too long"), context)
      }
      received.writeBuffer(&bytes)
      if data.endStream { answer(context) }
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    task?.cancel()
    context.fireChannelInactive()
  }

  private func answer(_ context: ChannelHandlerContext) {
    guard !isAnswered, task == nil else { return }
    let (service, path) = (service, path)
    guard let request = Self.message(received) else {
      // A call that streams, or one that compresses: we serve neither.
      let isKnown = SessionService.Call(rawValue: path) != nil
      let status: SessionService.Status = isKnown ? .invalidArgument : .unimplemented
      return send(.failure(status, "\(path) does not take this"), context)
    }
    let box = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    let eventLoop = context.eventLoop
    // Lives no longer than the stream, whose end cancels it.
    task = Task {
      let answer = await service.answer(path: path, request: request)
      eventLoop.execute {
        let (handler, context) = box.value
        handler.send(answer, context)
      }
    }
  }

  private func send(_ answer: SessionService.Answer, _ context: ChannelHandlerContext) {
    guard !isAnswered, context.channel.isActive else { return }
    isAnswered = true
    var head: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
    switch answer {
    case .message(let bytes):
      write(.headers(.init(headers: head)), context)
      var frame = ByteBuffer(bytes: [0])
      frame.writeInteger(UInt32(bytes.count))
      frame.writeBytes(bytes)
      write(.data(.init(data: .byteBuffer(frame))), context)
      write(.headers(.init(headers: ["grpc-status": "0"], endStream: true)), context)
    case .failure(let status, let words):
      head.add(name: "grpc-status", value: "\(status.rawValue)")
      head.add(name: "grpc-message", value: Self.escaped(words))
      write(.headers(.init(headers: head, endStream: true)), context)
    }
    context.flush()
  }

  private func write(_ payload: HTTP2Frame.FramePayload, _ context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(payload), promise: nil)
  }

  /// The one message of a request; nil if there is none, more than one, or a compressed one.
  private static func message(_ body: ByteBuffer) -> [UInt8]? {
    var body = body
    guard body.readInteger(as: UInt8.self) == 0, let length = body.readInteger(as: UInt32.self),
      body.readableBytes == Int(length)
    else { return nil }
    return body.readBytes(length: Int(length))
  }

  /// Percent-encoded but for printable ASCII.
  private static func escaped(_ words: String) -> String {
    words.utf8.prefix(1_000).map { byte in
      if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") { return String(UnicodeScalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
