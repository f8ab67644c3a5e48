package import DockerEngine

/// A place where an engine may be, and who says so.
package struct EnginePlace: Sendable, Hashable {
  /// Where.
  package var endpoint: EngineEndpoint
  /// Who says so, in words: `DOCKER_HOST`, `the context "colima"`.
  package var origin: String

  /// Describes a place.
  package init(endpoint: EngineEndpoint, origin: String) {
    self.endpoint = endpoint
    self.origin = origin
  }

  /// Where the docker command would find the engine.
  ///
  /// In this order: the address given, `DOCKER_HOST`, the context of `DOCKER_CONTEXT`, the current context of
  /// `config.json`. Where none of these says anything there are several places, to be tried in order: the usual socket,
  /// then those of an engine that is not root's.
  ///
  /// Source: `resolveContextName` of the docker command, and
  /// <https://docs.docker.com/engine/manage-resources/contexts/>.
  ///
  /// - Parameters:
  ///   - host: an address that wins over everything.
  ///   - environment: the variables of the process; one that is empty counts as not set.
  /// - Throws: ``ClientConfigError`` also for an address of ssh, which is not supported.
  package static func all(
    host: String?, environment: [String: String]
  ) throws(ClientConfigError) -> [EnginePlace] {
    if let host = host.notEmpty {
      return [try EnginePlace(host, tls: TLSMaterial(environment: environment), origin: "the address given")]
    }
    if let host = environment["DOCKER_HOST"].notEmpty {
      return [try EnginePlace(host, tls: TLSMaterial(environment: environment), origin: "DOCKER_HOST")]
    }
    let folder = ConfigFolder(environment)
    if let name = environment["DOCKER_CONTEXT"].notEmpty {
      guard name != Self.defaultContext else { return standard(environment) }
      return [try ContextStore(folder).place(of: name, namedBy: "DOCKER_CONTEXT")]
    }
    if let name = try ConfigFile.read(in: folder).currentContext.notEmpty, name != Self.defaultContext {
      return [try ContextStore(folder).place(of: name, namedBy: "\(folder.path ?? "")/config.json")]
    }
    return standard(environment)
  }

  /// The context that is none.
  private static let defaultContext = "default"

  private static func standard(_ environment: [String: String]) -> [EnginePlace] {
    var places = [EnginePlace(endpoint: .standard, origin: "the usual socket")]
    if let folder = environment["XDG_RUNTIME_DIR"].notEmpty {
      places.append(EnginePlace(socket: "\(folder)/docker.sock", origin: "the rootless socket"))
    }
    if let home = environment["HOME"].notEmpty {
      places.append(EnginePlace(socket: "\(home)/.docker/run/docker.sock", origin: "the socket of the home"))
    }
    return places
  }

  private init(socket: String, origin: String) {
    self.init(endpoint: .unix(path: socket), origin: origin)
  }

  /// Reads an address.
  init(
    _ address: String, tls: TLSMaterial?, origin: String
  ) throws(ClientConfigError) {
    guard !address.hasPrefix("ssh://") else {
      throw ClientConfigError(
        .badAddress,
        "\(origin) is \(address): an engine behind ssh is not supported; forward its socket"
          + " (ssh -L /tmp/docker.sock:/var/run/docker.sock …) and name that: unix:///tmp/docker.sock")
    }
    do throws(EngineError) {
      self.init(endpoint: try EngineEndpoint(parsing: address, tls: tls), origin: origin)
    } catch {
      throw ClientConfigError(.badAddress, "\(origin): \(error)")
    }
  }
}
