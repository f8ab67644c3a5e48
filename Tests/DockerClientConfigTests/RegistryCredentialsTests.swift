import DockerClientConfig
import DockerEngine
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct RegistryCredentialsTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func credentials(
    _ config: String, patience: Duration = .seconds(30), variables: [String: String] = [:]
  ) throws -> RegistryCredentials {
    try Data(config.utf8).write(to: URL(filePath: folder.file("config.json")))
    let path = "\(folder.path):/usr/bin:/bin"
    let environment = ["DOCKER_CONFIG": folder.path, "PATH": path].merging(variables) { $1 }
    return RegistryCredentials(environment: environment, patience: patience)
  }

  private func addHelper(_ name: String, _ script: String) throws {
    let path = folder.file("docker-credential-\(name)")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
    #expect(chmod(path, 0o755) == 0)
  }

  @Test func credentialsOfTheFileAreFoundByHost() async throws {
    let auth = Data("me:pass:word".utf8).base64EncodedString()
    let known = try credentials(
      #"""
      {"auths":{"https://index.docker.io/v1/":{"auth":"\#(auth)"},"https://r.example:5000/v2/":{"username":"u","password":"p"},
       "token.example":{"identitytoken":"t0"},"bearer.example":{"registrytoken":"b0"},"empty.example":{}}}
      """#)
    let me = RegistryCredential(username: "me", password: "pass:word")
    #expect(try await known.credential(for: RegistryCredentials.dockerHub) == me)
    #expect(
      try await known.credential(for: "r.example:5000") == RegistryCredential(username: "u", password: "p"))
    #expect(
      try await known.credential(for: "token.example")
        == RegistryCredential(identityToken: "t0"))
    #expect(
      try await known.credential(for: "bearer.example") == RegistryCredential(registryToken: "b0"))
    #expect(try await known.credential(for: "empty.example") == nil)
    #expect(try await known.credential(for: "r.example") == nil)
    #expect(
      try await known.all().keys.sorted() == [
        "bearer.example", "https://index.docker.io/v1/", "https://r.example:5000/v2/", "token.example",
      ])
  }

  @Test func credentialsOfTheEnvironmentComeBeforeThoseOfTheFileAndOfHelpers() async throws {
    try addHelper(
      "asked",
      #"test "$1" = list && { echo '{"c.example":"u"}'; exit; }; echo '{"Username":"h","Secret":"s"}'"#)
    let auth = Data("env:pass".utf8).base64EncodedString()
    let known = try credentials(
      #"{"credHelpers":{"a.example":"asked"},"auths":{"b.example":{"username":"file","password":"p"}}}"#,
      variables: [
        "DOCKER_AUTH_CONFIG":
          #"{"auths":{"a.example":{"auth":"\#(auth)"},"https://e.example/v1/":{"auth":"\#(auth)"}}}"#
      ])
    let given = RegistryCredential(username: "env", password: "pass")
    #expect(try await known.credential(for: "a.example") == given)
    #expect(try await known.credential(for: "e.example") == given)
    #expect(try await known.credential(for: "b.example")?.username == "file")
    #expect(
      try await known.all().mapValues(\.username) == [
        "a.example": "env", "b.example": "file", "https://e.example/v1/": "env",
      ])
    for text in ["secret", #"{"auths":["secret"]}"#, #"{"auths":{"a.example":{"auth":"secret"}}}"#] {
      let bad = try credentials("{}", variables: ["DOCKER_AUTH_CONFIG": text])
      let error = await #expect(throws: ClientConfigError.self) {
        _ = try await bad.credential(for: "a.example")
      }
      #expect(error?.description.contains("DOCKER_AUTH_CONFIG") == true)
      #expect(error?.description.contains("secret") == false)
    }
    let empty = try credentials("{}", variables: ["DOCKER_AUTH_CONFIG": ""])
    #expect(try await empty.all() == [:])
  }

  @Test func helperIsAskedOnItsInput() async throws {
    try addHelper(
      "kept",
      #"""
      test "$1" = list && { echo '{"a.example":"u"}'; exit; }
      read -r server
      case $server in
      a.example) echo "{\"ServerURL\":\"$server\",\"Username\":\"u\",\"Secret\":\"$1\"}" ;;
      t.example) echo '{"Username":"<token>","Secret":"t1"}' ;;
      *) echo 'credentials not found in native keychain'; exit 1 ;;
      esac
      """#)
    let known = try credentials(
      #"{"credHelpers":{"t.example":"kept"},"credsStore":"kept","auths":{"a.example":{}}}"#)
    let user = RegistryCredential(username: "u", password: "get")
    #expect(try await known.credential(for: "a.example") == user)
    let token = RegistryCredential(username: "", password: "", identityToken: "t1")
    #expect(try await known.credential(for: "t.example") == token)
    #expect(try await known.credential(for: "z.example") == nil)
    #expect(try await known.all() == ["a.example": user, "t.example": token])
  }

  @Test(arguments: [
    ("echo sorry; exit 3", "failed for x.example with status 3: sorry"),
    ("echo secret", "something else than JSON"),
    ("kill -9 $$", "with status 137"), ("exec head -c 2000000 /dev/zero", "writes too much"),
  ])
  func helperThatFailsIsAnErrorThatNamesItAndNoSecret(script: String, words: String) async throws {
    try addHelper("bad", script)
    let known = try credentials(#"{"credsStore":"bad"}"#)
    let error = await #expect(throws: ClientConfigError.self) {
      _ = try await known.credential(for: "x.example")
    }
    #expect(error?.code == .badHelper)
    #expect(
      error?.description.contains(words) == true
        && error?.description.contains("docker-credential-bad") == true, "\(String(describing: error))")
    #expect(try await known.all() == [:])
  }

  @Test func helperThatHangsIsEnded() async throws {
    try addHelper("slow", "sleep 1000 & wait")
    let known = try credentials(#"{"credsStore":"slow"}"#, patience: .milliseconds(50))
    let error = await #expect(throws: ClientConfigError.self) {
      _ = try await known.credential(for: "x.example")
    }
    #expect(error?.description.contains("did not answer") == true)
    let patient = try credentials(#"{"credsStore":"slow"}"#, patience: .seconds(3600))
    let asking = Task { try await patient.credential(for: "x.example") }
    asking.cancel()
    await #expect(throws: CancellationError.self) { _ = try await asking.value }
  }

  @Test func missingHelperAndBadEntriesAreErrors() async throws {
    let missing = try credentials(#"{"credsStore":"not-there"}"#)
    let error = await #expect(throws: ClientConfigError.self) {
      _ = try await missing.credential(for: "x.example")
    }
    #expect(error?.description.contains("docker-credential-not-there is not in PATH") == true)
    let outside = try credentials(#"{"credsStore":"../x"}"#)
    await #expect(throws: ClientConfigError.self) { _ = try await outside.credential(for: "x.example") }
    let bad = try credentials(#"{"auths":{"x.example":{"auth":"%%%"}}}"#)
    let entry = await #expect(throws: ClientConfigError.self) {
      _ = try await bad.credential(for: "x.example")
    }
    #expect(entry?.description.contains("\"x.example\"") == true)
    let nothing = RegistryCredentials(environment: [:])
    #expect(try await nothing.credential(for: "x.example") == nil)
  }
}
