/// A container that belongs to a project.
public struct ManagedContainer: Sendable, Hashable {
  /// Its id.
  public var id: ContainerID
  /// Its name.
  public var name: String
  /// The resource it serves; empty if its label is missing.
  public var resource: String
  /// Its image as it was named when the container was made.
  public var image: String
  /// How it is.
  public var status: ContainerStatus
  /// The ports that are bound on the host now.
  public var ports: [PortMapping]
  /// When its process began, nanoseconds since 1970; nil if never.
  public var startedAt: Int64?
  /// Its labels, those of the image among them.
  public var labels: [String: String]

  /// Describes a container.
  public init(
    id: ContainerID, name: String, resource: String, image: String, status: ContainerStatus,
    ports: [PortMapping] = [], startedAt: Int64? = nil, labels: [String: String] = [:]
  ) {
    self.id = id
    self.name = name
    self.resource = resource
    self.image = image
    self.status = status
    self.ports = ports
    self.startedAt = startedAt
    self.labels = labels
  }
}
