import DockerEngine
import FoundationEssentials
import Testing

@Suite struct RegistryHeaderTests {
  private func text(_ header: (name: String, value: String)?) throws -> String {
    let value = try #require(header).value
    // In base64 for URLs.
    #expect(!value.contains("+") && !value.contains("/"))
    let plain = value.replacing("-", with: "+").replacing("_", with: "/")
    return String(decoding: try #require(Data(base64Encoded: plain)), as: UTF8.self)
  }

  @Test func oneRegistryGetsAllThatIsKnownOfIt() throws {
    let password = RegistryCredential(username: "me>?", password: "pass>?\u{FF}")
    let header = RegistryHeader.one(password, of: "r.example:5000")
    #expect(header.name == "X-Registry-Auth")
    #expect(
      try text(header) == #"{"password":"pass>?ÿ","serveraddress":"r.example:5000","username":"me>?"}"#)
    let token = RegistryCredential(username: "me", identityToken: "i", registryToken: "r")
    #expect(
      try text(RegistryHeader.one(token, of: "r"))
        == #"{"identitytoken":"i","registrytoken":"r","serveraddress":"r","username":"me"}"#)
  }

  @Test func buildsGetTheCredentialsOfAllRegistries() throws {
    let known = [
      "b": RegistryCredential(identityToken: "i"), "a": RegistryCredential(username: "u", password: "p"),
    ]
    let header = RegistryHeader.all(known)
    #expect(header?.name == "X-Registry-Config")
    #expect(try text(header) == #"{"a":{"password":"p","username":"u"},"b":{"identitytoken":"i"}}"#)
    #expect(RegistryHeader.all([:]) == nil)
  }
}
