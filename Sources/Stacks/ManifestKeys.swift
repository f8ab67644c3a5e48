/// The keys of a manifest. Their raw values are what stands in the file; the parser knows no others.
package enum ManifestKeys {
  /// At the top.
  package enum Root: String, CaseIterable {
    case project
    case resources
  }

  /// Below `project:`, if it is a mapping.
  package enum Project: String, CaseIterable {
    case name
  }

  /// Beside `container:` or `dockerfile:`; all others are ``Shared``.
  package enum Source: String, CaseIterable {
    case container
    case dockerfile
  }

  /// Below `container:` only.
  package enum Container: String, CaseIterable {
    case image
    case pull
  }

  /// Below `dockerfile:` only.
  package enum Build: String, CaseIterable {
    case context
    case dockerfile
    case buildArguments = "build_args"
    case target
    case builder
  }

  /// Of the resource itself or below `container:` and `dockerfile:`, but not in both places.
  package enum Shared: String, CaseIterable {
    case containerName = "container_name"
    case ports
    case environment = "env"
    case volumes
    case command
    case entrypoint
    case workingDirectory = "working_dir"
    case healthCheck = "healthcheck"
    case dependencies = "depends_on"
    case replicas
    case restart
    case stopGrace = "stop_grace"
    case labels
  }

  /// Below `healthcheck:`.
  package enum HealthCheck: String, CaseIterable {
    case test
    case interval
    case timeout
    case retries
    case startPeriod = "start_period"
  }

  /// The dotted path of every key, with `*` for the name of a resource.
  package static var paths: [String] {
    let resource = "resources.*"
    let shared = names(Shared.self) + names(HealthCheck.self).map { "\(Shared.healthCheck.rawValue).\($0)" }
    var paths = names(Root.self) + names(Project.self).map { "project.\($0)" }
    paths += (names(Source.self) + shared).map { "\(resource).\($0)" }
    paths += (names(Container.self) + shared).map { "\(resource).container.\($0)" }
    paths += (names(Build.self) + shared).map { "\(resource).dockerfile.\($0)" }
    return paths
  }

  /// What stands in the file, in the order of the declaration.
  static func names<Key: RawRepresentable<String> & CaseIterable>(_ keys: Key.Type) -> [String] {
    keys.allCases.map(\.rawValue)
  }
}
