internal import ArgumentParser
internal import DaemonConfiguration
internal import Stacks
internal import Terminal

/// Which stack is meant, and where it runs: the options of all commands for stacks.
struct StackOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: ArgumentHelp(
      "The manifest. Default: lightshuttle.yml, then lightshuttle.yaml, here or in the nearest folder above.",
      valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var file: String?

  @Option(
    help: ArgumentHelp("The engine's endpoint. Default: where the docker command looks.", valueName: "host"))
  var host: String?

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  /// The manifest that is meant.
  ///
  /// - Throws: `ManifestError`, ``ManifestMissing``.
  func manifest() throws -> Manifest {
    let environment = ProcessEnvironment.current()
    guard let path = file ?? ManifestLocation.find(from: environment.workingDirectory) else {
      throw ManifestMissing(folder: environment.workingDirectory)
    }
    return try ManifestLoader(
      variables: environment.variables, workingDirectory: environment.workingDirectory
    ).load(path: path)
  }
}

/// The project of commands that need no manifest.
struct ProjectOptions: ParsableArguments {
  @Option(
    name: [.customShort("p"), .long],
    help: ArgumentHelp("The project. Default: the manifest's.", valueName: "name"))
  var project: String?

  /// The name, from the option or the manifest.
  func name(_ stack: StackOptions) throws -> String {
    try project ?? stack.manifest().project
  }
}

/// There is no manifest where it is looked for.
struct ManifestMissing: Error, CustomStringConvertible {
  let folder: String

  /// Where it was looked for, and what to do.
  var description: String {
    "there is no \(ManifestLocation.names.joined(separator: " or ")) in \(folder) or above; name one with -f"
  }
}
