/// All that we use of what the engine knows about one container.
package struct ContainerDetails: Sendable, Hashable {
  /// The full id, 64 hex digits.
  package var id: String
  /// The name without the slash before it.
  package var name: String
  /// The image as it was named when the container was made.
  package var image: String
  /// The id of the image.
  package var imageID: String
  /// The labels of container and image.
  package var labels: [String: String]
  /// The state.
  package var state: ContainerState
  /// The health check's state.
  package var health: ContainerHealth
  /// What the last process returned; 0, too, where none has ended yet.
  package var exitCode: Int
  /// Whether the last process was killed for want of memory.
  package var oomKilled: Bool
  /// Why the container could not be started; empty if it could. Input from outside.
  package var error: String
  /// The process on the host; 0 when none runs.
  package var pid: Int
  /// When the newest process began, nanoseconds since 1970; nil if never.
  package var startedAt: Int64?
  /// When the last process ended; nil if never.
  package var finishedAt: Int64?
  /// How often the restart policy started it again.
  package var restartCount: Int
  /// Whether it has a terminal: then its log is not framed.
  package var tty: Bool
  /// How the engine keeps its log.
  package var logDriver: LogDriver
  /// Whether the engine removes it, with its log, when it ends.
  package var autoRemove: Bool
  /// The restart policy: `no`, `always`, `on-failure`, `unless-stopped`.
  package var restartPolicy: String
  /// Its addresses: `bridge` first, then by the network's name. Empty while it does not run, and with the host's network.
  package var addresses: [ContainerAddress]
  /// Its TCP ports that the host passes on, by the port in the container; IPv4 before IPv6. Empty while it does not run.
  package var publishedPorts: [PublishedPort]

  /// Makes details; what is left out is as for a container without anything special.
  package init(
    id: String, name: String, image: String, imageID: String = "", labels: [String: String] = [:],
    state: ContainerState, health: ContainerHealth = .none, exitCode: Int = 0, oomKilled: Bool = false,
    error: String = "", pid: Int = 0, startedAt: Int64? = nil, finishedAt: Int64? = nil,
    restartCount: Int = 0,
    tty: Bool = false, logDriver: LogDriver = LogDriver(type: "json-file"), autoRemove: Bool = false,
    restartPolicy: String = "no", addresses: [ContainerAddress] = [], publishedPorts: [PublishedPort] = []
  ) {
    self.id = id
    self.name = name
    self.image = image
    self.imageID = imageID
    self.labels = labels
    self.state = state
    self.health = health
    self.exitCode = exitCode
    self.oomKilled = oomKilled
    self.error = error
    self.pid = pid
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.restartCount = restartCount
    self.tty = tty
    self.logDriver = logDriver
    self.autoRemove = autoRemove
    self.restartPolicy = restartPolicy
    self.addresses = addresses
    self.publishedPorts = publishedPorts
  }
}
