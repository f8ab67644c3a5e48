/// A channel that posts to a URL.
package struct WebhookSettings: Sendable, Hashable {
  /// A header beside ours.
  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `http` or `https`.
  package var url: String
  package var headers: [Header]
  /// A file with the secret that the body is signed with; read anew for each message.
  package var secretFile: String?
  /// A file with a ``MessageTemplate``, read anew for each message; nil: the document of ours is the body.
  package var templateFile: String?
  /// How long an answer may take.
  package var timeout: Duration

  package init(
    url: String, headers: [Header] = [], secretFile: String? = nil, templateFile: String? = nil,
    timeout: Duration = .seconds(10)
  ) {
    self.url = url
    self.headers = headers
    self.secretFile = secretFile
    self.templateFile = templateFile
    self.timeout = timeout
  }
}
