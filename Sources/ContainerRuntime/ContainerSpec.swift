/// What a container is to be.
public struct ContainerSpec: Sendable, Hashable {
  /// Where its image comes from.
  public enum Source: Sendable, Hashable {
    /// An image, pulled by the policy.
    case image(ImageReference, PullPolicy)
    /// An image that is built first.
    case build(BuildSpec)
  }

  /// The project it belongs to.
  public var project: String
  /// The resource it serves: also its name on the project's network.
  public var resource: String
  /// Its name; nil: ``defaultName``.
  public var name: String?
  /// Where its image comes from.
  public var source: Source
  /// What is run; nil: the image's own entry point. An empty list is an error.
  public var entrypoint: [String]?
  /// The arguments; nil: the image's own. An empty list is an error.
  public var command: [String]?
  /// Its environment, besides the image's.
  public var environment: [String: String]
  /// Where the command runs; nil: the image's own place.
  public var workingDirectory: String?
  /// The ports that are reached through the host.
  public var ports: [PortMapping]
  /// What is mounted.
  public var volumes: [VolumeMount]
  /// The health check; nil: the image's own.
  public var healthCheck: HealthCheckSpec?
  /// Whether it is started again when it ended by itself.
  public var restart: RestartPolicy
  /// Labels besides ``RuntimeLabels``, which can't be replaced.
  public var labels: [String: String]

  /// Describes a container that has nothing special.
  public init(project: String, resource: String, source: Source) {
    self.project = project
    self.resource = resource
    self.source = source
    environment = [:]
    ports = []
    volumes = []
    restart = .never
    labels = [:]
  }

  /// `project_resource`, which is also what the engine lists.
  public var defaultName: String { "\(project)_\(resource)" }
}
