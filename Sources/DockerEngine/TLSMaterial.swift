internal import Glibc

/// The files by which the engine and we know each other over TLS, in PEM.
///
/// Source: "Protect the Docker daemon socket" in Docker's documentation.
package struct TLSMaterial: Sendable, Hashable {
  /// The authority that signed the engine's certificate; nil: one of those that this machine trusts.
  package var authorityFile: String?
  /// Our certificate; nil: the engine is shown none.
  package var certificateFile: String?
  /// Our private key; goes with the certificate.
  package var keyFile: String?
  /// Whether the engine's certificate must be signed by the authority and be for the name that we connect to.
  package var verifiesEngine: Bool

  /// Names the files as Docker's tools do: `ca.pem`, and `cert.pem` with `key.pem` where one of these two is there.
  package init(directory: String, verifiesEngine: Bool) {
    let (certificate, key) = (directory + "/cert.pem", directory + "/key.pem")
    let isKnown = access(certificate, F_OK) == 0 || access(key, F_OK) == 0
    authorityFile = directory + "/ca.pem"
    certificateFile = isKnown ? certificate : nil
    keyFile = isKnown ? key : nil
    self.verifiesEngine = verifiesEngine
  }

  /// Names each file.
  package init(authorityFile: String?, certificateFile: String?, keyFile: String?, verifiesEngine: Bool) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.verifiesEngine = verifiesEngine
  }

  /// What the environment says; nil where it says nothing of TLS.
  ///
  /// The engine is verified only if `DOCKER_TLS_VERIFY` is set; the folder of the certificates is `DOCKER_CERT_PATH`,
  /// or `~/.docker`.
  ///
  /// Source: <https://docs.docker.com/reference/cli/docker/#environment-variables>;
  /// `client.WithTLSClientConfigFromEnv` of moby.
  package init?(environment: [String: String]) {
    let verifies = environment["DOCKER_TLS_VERIFY"].notEmpty != nil
    let directory = environment["DOCKER_CERT_PATH"].notEmpty
    guard verifies || directory != nil else { return nil }
    let home = environment["HOME"].notEmpty ?? "/"
    var path = directory ?? home + "/.docker"
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.init(directory: path, verifiesEngine: verifies)
  }
}
