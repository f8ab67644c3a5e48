/// `docker`: the engine to talk to.
package struct DockerConfig: Sendable, Hashable {
  /// `docker.host`: `unix:///path`, or `tcp://host:port`. Nil: `DOCKER_HOST` of the environment, else
  /// `unix:///var/run/docker.sock`.
  package var host: String?
  /// `docker.tls`: for `tcp://`.
  package var tls = DockerTLSConfig()

  /// All defaults.
  package init() {}
}
