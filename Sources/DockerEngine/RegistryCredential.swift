/// How a registry knows us.
package struct RegistryCredential: Sendable, Hashable {
  /// The user; empty with an identity token.
  package var username: String
  /// The password; empty with an identity token.
  package var password: String
  /// A token instead of user and password; empty if there is none.
  package var identityToken: String

  /// Describes a credential.
  package init(username: String, password: String, identityToken: String = "") {
    self.username = username
    self.password = password
    self.identityToken = identityToken
  }
}
