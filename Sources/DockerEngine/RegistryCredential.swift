/// How a registry knows us.
package struct RegistryCredential: Sendable, Hashable {
  /// The user; empty if there is none.
  package var username: String
  /// The password; empty if there is none.
  package var password: String
  /// A token that the registry's authority takes instead of user and password; empty if there is none.
  package var identityToken: String
  /// A token that the registry itself takes; empty if there is none.
  package var registryToken: String

  /// Describes a credential.
  package init(
    username: String = "", password: String = "", identityToken: String = "", registryToken: String = ""
  ) {
    self.username = username
    self.password = password
    self.identityToken = identityToken
    self.registryToken = registryToken
  }
}
