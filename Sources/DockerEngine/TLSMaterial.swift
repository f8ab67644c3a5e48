/// The files by which the engine and we know each other over TLS, in PEM.
///
/// Source: "Protect the Docker daemon socket" in Docker's documentation.
package struct TLSMaterial: Sendable, Hashable {
  /// The authority that signed the engine's certificate.
  package var authorityFile: String
  /// Our certificate.
  package var certificateFile: String
  /// Our private key.
  package var keyFile: String
  /// Whether the engine's certificate must be signed by the authority and be for the name that we connect to.
  package var verifiesEngine: Bool

  /// Names the files as Docker's tools do: `ca.pem`, `cert.pem` and `key.pem` in one folder.
  package init(directory: String, verifiesEngine: Bool) {
    authorityFile = directory + "/ca.pem"
    certificateFile = directory + "/cert.pem"
    keyFile = directory + "/key.pem"
    self.verifiesEngine = verifiesEngine
  }

  /// Names each file.
  package init(authorityFile: String, certificateFile: String, keyFile: String, verifiesEngine: Bool) {
    self.authorityFile = authorityFile
    self.certificateFile = certificateFile
    self.keyFile = keyFile
    self.verifiesEngine = verifiesEngine
  }
}
