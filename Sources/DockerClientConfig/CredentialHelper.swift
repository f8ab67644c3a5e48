internal import DockerEngine
internal import FoundationEssentials
internal import Platform

/// A program `docker-credential-NAME` that keeps credentials.
///
/// The registry goes to its input, and a JSON object comes from its output. Source:
/// <https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol>.
struct CredentialHelper {
  let name: String
  /// What the program is given, and where it is looked for (`PATH`).
  let environment: [String: String]
  let patience: Duration

  private struct Answer: Decodable {
    var Username: String
    var Secret: String
  }

  /// What stands for the user where the secret is an identity token.
  private static let tokenUser = "<token>"

  /// How a helper says that it has nothing, with a failure.
  private static let nothing = "credentials not found"

  /// Asks for the credential of a registry; nil if it has none.
  func credential(for registry: String) async throws -> RegistryCredential? {
    let output = try await run("get", input: registry)
    guard output.status == 0 else {
      if output.text.lowercased().hasPrefix(Self.nothing) { return nil }
      throw failed("get", "for \(registry)", output)
    }
    let answer = try decode(Answer.self, output)
    if answer.Username == Self.tokenUser {
      return RegistryCredential(identityToken: answer.Secret)
    }
    // So do helpers that do not fail where they have nothing.
    guard !answer.Username.isEmpty || !answer.Secret.isEmpty else { return nil }
    return RegistryCredential(username: answer.Username, password: answer.Secret)
  }

  /// Asks for which registries it has a credential.
  func registries() async throws -> [String] {
    let output = try await run("list", input: "")
    guard output.status == 0 else { throw failed("list", "", output) }
    return try decode([String: String].self, output).keys.sorted()
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ output: HelperProcess.Output) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(output.bytes))
    } catch {
      // Its answer holds a secret: it is not quoted.
      throw ClientConfigError(.badHelper, "\(program) answered something else than JSON of a credential")
    }
  }

  private func run(_ action: String, input: String) async throws -> HelperProcess.Output {
    guard !name.contains("/"), !name.utf8.contains(0), input.utf8.count <= 4096, !input.contains("\n") else {
      throw ClientConfigError(.badHelper, "\"\(name)\" is no name of a credential helper")
    }
    let path = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path else {
      throw ClientConfigError(
        .badHelper,
        "\(program) is not in PATH; install it, or remove it from config.json (credsStore, credHelpers)")
    }
    do throws(HelperProcess.Failure) {
      return try await HelperProcess.run(
        [path, action], environment: environment, input: Array(input.utf8), within: patience)
    } catch {
      switch error {
      case .cancelled: throw CancellationError()
      case .notStarted(let errno):
        throw ClientConfigError(.badHelper, "\(path) can't be started: errno \(errno)")
      case .tooLong: throw ClientConfigError(.badHelper, "\(program) \(action) writes too much")
      case .timeOut:
        throw ClientConfigError(
          .badHelper, "\(program) \(action) did not answer within \(patience); does it wait for a password?")
      }
    }
  }

  private var program: String { "docker-credential-\(name)" }

  private func failed(_ action: String, _ what: String, _ output: HelperProcess.Output) -> ClientConfigError {
    ClientConfigError(
      .badHelper,
      "\(program) \(action) failed\(what.isEmpty ? "" : " \(what)") with status \(output.status): "
        + (output.text.isEmpty ? "it does not say why" : String(output.text.prefix(500))))
  }
}
