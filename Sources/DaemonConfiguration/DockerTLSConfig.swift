/// `docker.tls`: how the engine is trusted and convinced, over TCP.
package struct DockerTLSConfig: Sendable, Hashable {
  /// `docker.tls.ca`: PEM file of the authority that signed the engine's certificate. Nil: `DOCKER_CERT_PATH`, else the system's.
  package var ca: String?
  /// `docker.tls.cert`: PEM file of our certificate; goes with ``key``.
  package var cert: String?
  /// `docker.tls.key`: PEM file of our key; goes with ``cert``.
  package var key: String?
  /// `docker.tls.verify`: whether the engine's certificate and name are checked. Nil: `DOCKER_TLS_VERIFY` decides; checked where
  /// any other key of `docker.tls` is set and the environment names no certificates.
  package var verify: Bool?

  /// All defaults.
  package init() {}
}
