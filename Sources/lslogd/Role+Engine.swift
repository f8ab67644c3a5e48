internal import ContainerWatch
internal import DaemonConfiguration
internal import DockerEngine
internal import LogStore
internal import Patterns

extension Role {
  /// Where the engine is: `docker.host`, else DOCKER_HOST, else Docker's usual socket; with TLS by `docker.tls` or the
  /// environment, as the Docker CLI takes it.
  func endpoint() throws -> EngineEndpoint {
    try EngineEndpoint.configured(config.docker, environment: environment.variables)
  }

  /// Which containers are followed and watched.
  func selector() throws -> ContainerSelector {
    try ContainerSelector(config.select)
  }

  var layout: StoreLayout { StoreLayout(path: storePath) }
}

extension EngineEndpoint {
  static func configured(
    _ docker: DockerConfig, environment: [String: String]
  ) throws(EngineError) -> EngineEndpoint {
    let endpoint = try EngineEndpoint.fromEnvironment(environment, override: docker.host)
    guard case .tcp(let host, let port, let fromEnvironment) = endpoint else { return endpoint }
    let tls = docker.tls
    guard tls.ca != nil || tls.cert != nil || tls.key != nil || tls.verify != nil else { return endpoint }
    var material = fromEnvironment ?? TLSMaterial(directory: "/etc/docker", verifiesEngine: true)
    material.authorityFile = tls.ca ?? material.authorityFile
    material.certificateFile = tls.cert ?? material.certificateFile
    material.keyFile = tls.key ?? material.keyFile
    material.verifiesEngine = tls.verify ?? material.verifiesEngine
    return .tcp(host: host, port: port, tls: material)
  }
}

extension ContainerSelector {
  init(_ config: SelectConfig) throws(GlobSyntaxError) {
    let base: Base =
      switch config.containers {
      case .managed: .managed
      case .all: .all
      case .listed: .none
      }
    self.init(
      base: base, include: try config.include.map { rule throws(GlobSyntaxError) in try SelectionRule(rule) },
      exclude: try config.exclude.map { rule throws(GlobSyntaxError) in try SelectionRule(rule) })
  }
}

extension SelectionRule {
  /// Each list that is not empty must have something that applies.
  init(_ rule: RuleConfig) throws(GlobSyntaxError) {
    var groups: [[SelectionRule]] = []
    groups.append(try rule.names.map { name throws(GlobSyntaxError) in .name(try Glob(name)) })
    groups.append(try rule.images.map { image throws(GlobSyntaxError) in .image(try Glob(image)) })
    groups.append(try rule.labels.map { label throws(GlobSyntaxError) in try .label(parsing: label) })
    self = .each(groups.filter { !$0.isEmpty })
  }
}
