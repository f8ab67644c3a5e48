/// A container as the list of containers shows it.
package struct ContainerSummary: Sendable, Hashable {
  /// The full id, 64 hex digits.
  package var id: String
  /// The name without the slash before it; the id's first 12 digits where the engine says none.
  package var name: String
  /// The image as it was named when the container was made.
  package var image: String
  /// The id of the image.
  package var imageID: String
  /// The labels of container and image.
  package var labels: [String: String]
  /// The state at the time of the list.
  package var state: ContainerState
  /// The state for people: `Up 3 seconds (healthy)`.
  package var statusText: String
  /// When it was made, in seconds since 1970.
  package var createdSeconds: Int64

  /// Makes a summary.
  package init(
    id: String, name: String, image: String, imageID: String = "", labels: [String: String] = [:],
    state: ContainerState, statusText: String = "", createdSeconds: Int64 = 0
  ) {
    self.id = id
    self.name = name
    self.image = image
    self.imageID = imageID
    self.labels = labels
    self.state = state
    self.statusText = statusText
    self.createdSeconds = createdSeconds
  }

  /// The health check's state, which the list only tells in ``statusText``.
  package var health: HealthStatus {
    if statusText.hasSuffix("(healthy)") { return .healthy }
    if statusText.hasSuffix("(unhealthy)") { return .unhealthy }
    return statusText.hasSuffix("(health: starting)") ? .starting : .none
  }
}
