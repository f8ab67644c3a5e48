internal import AsyncHTTPClient
internal import NIOCore
internal import NIOSSL

extension EngineEndpoint {
  /// What stands before the path in a URL of async-http-client.
  var baseURL: String {
    switch self {
    case .unix(let path): "http+unix://" + PercentEncoding.encode(path)
    case .tcp(_, _, .none): "http://" + hostHeader
    case .tcp(_, _, .some): "https://" + hostHeader
    }
  }

  /// The `Host` of a request. Over a unix socket Go wants one that is a valid host, whatever it is.
  var hostHeader: String {
    switch self {
    case .unix: "docker"
    case .tcp: String(description.dropFirst("tcp://".count))
    }
  }
}

extension HTTPClient.Configuration {
  /// How async-http-client is to reach an endpoint.
  ///
  /// - Throws: ``EngineError`` with the code `invalidEndpoint` when the TLS material can't be read.
  init(for endpoint: EngineEndpoint) throws(EngineError) {
    self.init()
    timeout.connect = .seconds(10)
    redirectConfiguration = .disallow
    httpVersion = .http1Only
    // Our callers back off by themselves, and want to hear at once that the engine is away.
    connectionPool.retryConnectionEstablishment = false
    connectionPool.idleTimeout = .seconds(45)
    // Over TLS each followed container holds a connection.
    connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4096
    if case .tcp(_, _, let material?) = endpoint {
      tlsConfiguration = try TLSConfiguration(material, endpoint)
    }
  }
}

extension TLSConfiguration {
  /// Reads the certificates.
  ///
  /// - Throws: ``EngineError`` with the code `invalidEndpoint` when they can't be read.
  init(_ material: TLSMaterial, _ endpoint: EngineEndpoint) throws(EngineError) {
    self = .makeClientConfiguration()
    certificateVerification = material.verifiesEngine ? .fullVerification : .none
    var file = ""
    do {
      // That this one is bad would otherwise show only when a connection is made.
      if material.verifiesEngine, let authority = material.authorityFile {
        file = authority
        trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
      }
      if let certificate = material.certificateFile {
        file = certificate
        certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      }
      if let key = material.keyFile {
        file = key
        privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
      }
    } catch {
      throw EngineError.invalidEndpoint(endpoint.description, "can't read \(file), which TLS needs: \(error)")
    }
    guard (material.certificateFile == nil) == (material.keyFile == nil) else {
      throw EngineError.invalidEndpoint(
        endpoint.description, "a certificate for TLS and its key go together; only \(file) is named")
    }
  }
}
