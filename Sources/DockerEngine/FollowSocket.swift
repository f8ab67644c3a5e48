internal import Glibc

/// One connection that carries one followed stream: connects, sends the request, reads the head, then gives bytes.
///
/// Confined to the reactor's thread. Nothing here blocks.
final class FollowSocket {
  /// What a read brought.
  enum Reading {
    /// Nothing for the handler; come again when the socket is readable.
    case nothing
    /// Bytes of the stream at these places of the buffer.
    case bytes(Range<Int>)
    /// The stream is at its end.
    case end
  }

  private enum Phase {
    case connecting
    case sending(sent: Int)
    case head(HeadCollector)
    case body
    case refused(status: Int, body: [UInt8])
  }

  /// How the rest of the body is delimited.
  private enum Rest {
    case untilClose
    case length(Int64)
    case chunked(ChunkedDecoder)
  }

  private let descriptor: OwnedDescriptor
  private let request: [UInt8]
  private let origin: FollowOrigin
  private var phase = Phase.connecting
  private var rest = Rest.untilClose

  /// Begins to connect.
  ///
  /// - Parameters:
  ///   - address: where to.
  ///   - request: the bytes to send.
  ///   - origin: what errors are to say about the request.
  init(connectingTo address: SocketAddress, request: [UInt8], origin: FollowOrigin) throws(EngineError) {
    switch address.makeSocket() {
    case .success(let raw): descriptor = OwnedDescriptor(owning: raw)
    case .failure(let failure): throw origin.error(.unreachable, errno: failure.errno)
    }
    self.request = request
    self.origin = origin
    if !address.isUnix { enableKeepAlive() }
    let status = address.connect(descriptor.raw)
    if status == 0 {
      phase = .sending(sent: 0)
    } else if status != EINPROGRESS {
      throw origin.error(.unreachable, errno: status)
    }
  }

  /// The descriptor's number, for epoll.
  var raw: Int32 { descriptor.raw }

  /// Whether the socket waits to be writable rather than readable.
  var waitsToWrite: Bool {
    switch phase {
    case .connecting, .sending: true
    case .head, .body, .refused: false
    }
  }

  /// Whether the engine has accepted the request, so that bytes of the stream may come.
  var isStreaming: Bool {
    if case .body = phase { true } else { false }
  }

  /// The error of a follow that the engine did not accept in time.
  var timeout: EngineError {
    if case .connecting = phase { return origin.error(.unreachable, errno: ETIMEDOUT) }
    return origin.error(.timeout)
  }

  /// The socket is writable: the connection stands or failed, or more of the request can go out.
  func writable() throws(EngineError) {
    if case .connecting = phase {
      try finishConnecting()
      phase = .sending(sent: 0)
    }
    guard case .sending(let sent) = phase else { return }
    let count = request[sent...].withUnsafeBytes {
      send(descriptor.raw, $0.baseAddress, $0.count, Self.sendFlags)
    }
    if count < 0 {
      if errno == EAGAIN || errno == EINTR { return }
      throw origin.error(.connectionLost, errno: errno)
    }
    phase = sent + count == request.count ? .head(HeadCollector()) : .sending(sent: sent + count)
  }

  /// The socket is readable: reads once, at most one buffer.
  ///
  /// - Returns: what there is for the handler.
  func readable(into buffer: UnsafeMutableRawBufferPointer) throws(EngineError) -> Reading {
    let count = recv(descriptor.raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
    if count < 0 {
      if errno == EAGAIN || errno == EINTR { return .nothing }
      throw origin.error(.connectionLost, errno: errno)
    }
    if count == 0 { return try closedByPeer() }
    return try take(0..<count, of: buffer)
  }

  private static let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)

  /// The most bytes of an error's body that are read for its message.
  private static let largestErrorBody = 64 << 10

  private func take(_ range: Range<Int>, of buffer: UnsafeMutableRawBufferPointer) throws(EngineError)
    -> Reading
  {
    switch phase {
    case .connecting, .sending: return .nothing
    case .head(var collector):
      // The collector's array must not be shared while it grows.
      phase = .connecting
      let result: (head: ResponseHead, used: Int)?
      do {
        result = try collector.consume(UnsafeRawBufferPointer(rebasing: buffer[range]).bytes)
      } catch {
        throw origin.error(.protocolViolation, detail: error.reason)
      }
      guard let result else {
        phase = .head(collector)
        return .nothing
      }
      accept(result.head)
      let left = range.lowerBound + result.used..<range.upperBound
      return left.isEmpty && !isComplete ? .nothing : try take(left, of: buffer)
    case .body: return try takeBody(range, of: buffer)
    case .refused(let status, var body):
      phase = .refused(status: status, body: [])
      let room = Self.largestErrorBody - body.count
      let payload = try payload(range, of: buffer)
      body.append(contentsOf: buffer[payload].prefix(room))
      phase = .refused(status: status, body: body)
      if isComplete || body.count >= Self.largestErrorBody { throw refusal(status, body) }
      return .nothing
    }
  }

  private func accept(_ head: ResponseHead) {
    // An interim answer is followed by the real one, RFC 9110 section 15.2.
    guard head.status >= 200 else {
      phase = .head(HeadCollector())
      return
    }
    switch head.framing {
    case .untilClose: rest = .untilClose
    case .length(let length): rest = .length(length)
    case .chunked: rest = .chunked(ChunkedDecoder())
    }
    phase = head.status == 200 ? .body : .refused(status: head.status, body: [])
  }

  private func takeBody(_ range: Range<Int>, of buffer: UnsafeMutableRawBufferPointer) throws(EngineError)
    -> Reading
  {
    let payload = try payload(range, of: buffer)
    if !payload.isEmpty { return .bytes(payload) }
    return isComplete ? .end : .nothing
  }

  /// The bytes of the body among those read.
  private func payload(
    _ range: Range<Int>, of buffer: UnsafeMutableRawBufferPointer
  ) throws(EngineError) -> Range<Int> {
    switch rest {
    case .untilClose: return range
    case .length(let left):
      let count = Int(min(Int64(range.count), left))
      rest = .length(left - Int64(count))
      return range.lowerBound..<range.lowerBound + count
    case .chunked(var decoder):
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[range]).bindMemory(to: UInt8.self)
      var span = target.mutableSpan
      do {
        let count = try decoder.compact(&span, count: range.count)
        rest = .chunked(decoder)
        return range.lowerBound..<range.lowerBound + count
      } catch {
        throw origin.error(.protocolViolation, detail: error.reason)
      }
    }
  }

  /// Whether a delimited body is complete, so that no byte can follow.
  var isComplete: Bool {
    switch rest {
    case .untilClose: false
    case .length(let left): left == 0
    case .chunked(let decoder): decoder.isFinished
    }
  }

  private func closedByPeer() throws(EngineError) -> Reading {
    switch phase {
    case .connecting, .sending, .head:
      throw origin.error(.connectionLost, detail: "it was closed before the answer")
    case .refused(let status, let body): throw refusal(status, body)
    case .body:
      if case .untilClose = rest { return .end }
      guard isComplete else { throw origin.error(.connectionLost, detail: "it was closed inside the answer") }
      return .end
    }
  }

  private func refusal(_ status: Int, _ body: [UInt8]) -> EngineError {
    var error = origin.error(.http(status: status))
    error.status = status
    error.daemonMessage = DaemonMessage.extract(from: body)
    return error
  }

  private func finishConnecting() throws(EngineError) {
    var status: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor.raw, SOL_SOCKET, SO_ERROR, &status, &length) == 0 else {
      throw origin.error(.unreachable, errno: errno)
    }
    guard status == 0 else { throw origin.error(.unreachable, errno: status) }
  }

  /// Lets the kernel notice that a silent host is gone; a failure to set it is no reason not to follow.
  private func enableKeepAlive() {
    var on: Int32 = 1
    setsockopt(descriptor.raw, SOL_SOCKET, SO_KEEPALIVE, &on, socklen_t(MemoryLayout<Int32>.size))
  }
}
