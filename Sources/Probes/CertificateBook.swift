internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// The certificates that servers show, read by connections of our own, since the HTTP client shows none.
///
/// Whatever the certificate is, it is read: who trusts it is decided elsewhere. Remembered for a while, also that there was
/// none; of at most ``limit`` servers.
final class CertificateBook: Sendable {
  private struct Entry: Sendable {
    var certificate: PeerCertificate?
    var readAt: ContinuousClock.Instant
  }

  /// How many servers are remembered.
  static let limit = 4096
  /// How long a connection may take to show its certificate.
  private static let patience = TimeAmount.seconds(10)

  private let entries = Mutex<[HostPort: Entry]>([:])

  init() {}

  /// The certificate of a server; nil if it shows none, or the task was cancelled.
  ///
  /// - Parameter age: one that was read longer ago is read again.
  func certificate(of place: HostPort, notOlderThan age: Duration) async -> PeerCertificate? {
    let known = entries.withLock { $0[place] }
    if let known, known.readAt.duration(to: .now) < age { return known.certificate }
    let certificate = await read(place)
    // A cancelled reading says nothing of the server.
    if certificate != nil || !Task.isCancelled { remember(certificate, of: place) }
    return certificate
  }

  private func remember(_ certificate: PeerCertificate?, of place: HostPort) {
    entries.withLock { entries in
      if entries.count >= Self.limit, entries[place] == nil,
        let oldest = entries.min(by: { $0.value.readAt < $1.value.readAt })?.key
      {
        entries[oldest] = nil
      }
      entries[place] = Entry(certificate: certificate, readAt: .now)
    }
  }

  private func read(_ place: HostPort) async -> PeerCertificate? {
    let shown = OneShot<PeerCertificate>()
    let isAddress = (try? SocketAddress(ipAddress: place.host, port: place.port)) != nil
    // TLS sends no address as a name.
    let name = isAddress ? nil : place.host
    let context: NIOSSLContext
    do {
      context = try NIOSSLContext(configuration: .makeClientConfiguration())
    } catch {
      return nil
    }
    ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(Self.patience)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try NIOSSLClientHandler(context: context, serverHostname: name) {
            (chain: [NIOSSLCertificate], verified: EventLoopPromise<NIOSSLVerificationResult>) in
            shown.fill(chain.first.map { PeerCertificate($0) })
            // Nothing else is wanted of this connection.
            verified.succeed(.failed)
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .connect(host: place.host, port: place.port)
      .whenComplete { outcome in
        guard case .success(let channel) = outcome else { return shown.fill(nil) }
        let overdue = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in
          overdue.cancel()
          shown.fill(nil)
        }
      }
    return await shown.value() ?? nil
  }
}
