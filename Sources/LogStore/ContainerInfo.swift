/// What the store remembers of a container, so that its lines can be named when it is long gone.
package struct ContainerInfo: Sendable, Hashable {
  /// The Engine's full id, 64 hex digits.
  package var id: String
  /// Without the leading slash.
  package var name: String
  package var project: String?
  package var resource: String?
  package var image: String
  package var labels: [String: String]
  package var tty: Bool
  /// `json-file`, `local`, `journald`, …
  package var logDriver: String

  package init(
    id: String, name: String, project: String? = nil, resource: String? = nil, image: String = "",
    labels: [String: String] = [:], tty: Bool = false, logDriver: String = ""
  ) {
    self.id = id
    self.name = name
    self.project = project
    self.resource = resource
    self.image = image
    self.labels = labels
    self.tty = tty
    self.logDriver = logDriver
  }
}
