internal import DockerEngine

/// What BuildKit may ask of its client during a build.
///
/// Source: <https://github.com/moby/buildkit/blob/v0.8.3/session/auth/auth.proto> and gRPC's health checks. There are
/// more calls of `Auth`; BuildKit asks for the credentials by `Credentials` where they are answered as unknown.
package struct SessionService: Sendable {
  /// The calls that are answered, by their paths.
  package enum Call: String, CaseIterable {
    case healthCheck = "/grpc.health.v1.Health/Check"
    case credentials = "/moby.filesync.v1.Auth/Credentials"
  }

  /// How a call ended.
  package enum Answer: Hashable {
    case message([UInt8])
    case failure(Status, String)
  }

  /// Source: <https://grpc.io/docs/guides/status-codes/>.
  package enum Status: Int, Hashable {
    case invalidArgument = 3
    case unimplemented = 12
    case unavailable = 14
  }

  private let credentials: any BuildCredentials

  /// Prepares the answers.
  ///
  /// - Parameter credentials: where credentials come from.
  package init(credentials: any BuildCredentials) {
    self.credentials = credentials
  }

  /// Answers a call.
  package func answer(path: String, request: [UInt8]) async -> Answer {
    switch Call(rawValue: path) {
    case .healthCheck: return .message(ProtobufWriter.number(1, 1))
    case .credentials: return await credentials(request)
    case nil: return .failure(.unimplemented, "unknown method \(path)")
    }
  }

  private func credentials(_ request: [UInt8]) async -> Answer {
    do {
      let host = try Self.host(request)
      guard let found = try await credentials.credential(for: host) else { return .message([]) }
      // BuildKit takes such a one only from a client that has a key of its own to sign with.
      guard found.registryToken.isEmpty else {
        return .failure(
          .unavailable, "BuildKit can't be given the registry token of \(host); pull the base image before")
      }
      if !found.identityToken.isEmpty { return .message(ProtobufWriter.text(2, found.identityToken)) }
      return .message(ProtobufWriter.text(1, found.username) + ProtobufWriter.text(2, found.password))
    } catch is ProtobufReader.Malformed {
      return .failure(.invalidArgument, "the request can't be understood")
    } catch {
      return .failure(.unavailable, "\(error)")
    }
  }

  /// The registry that is asked for, by the name that it has among credentials.
  private static func host(_ request: [UInt8]) throws(ProtobufReader.Malformed) -> String {
    var reader = ProtobufReader(request[...])
    var host = ""
    while let (field, value) = try reader.next() {
      if field == 1 { host = value.text }
    }
    return host == "registry-1.docker.io" || host == "docker.io" ? NoCredentials.dockerHub : host
  }
}
