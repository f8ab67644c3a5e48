internal import ArgumentParser
internal import Stacks
internal import Terminal

/// Which stack is meant, and where it runs.
struct StackOptions: ParsableArguments {
  @Option(
    name: [.customShort("f"), .long],
    help: ArgumentHelp(
      "The manifest. Default: lightshuttle.yml, then lightshuttle.yaml, here or in the nearest folder above.",
      valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var file: String?

  @OptionGroup var engine: EngineOptions

  /// The engine's endpoint, if one is named.
  var host: String? { engine.host }

  /// Whether to colour.
  var color: ColorMode { engine.color }

  /// The manifest that is meant.
  ///
  /// - Throws: `ManifestError`, ``ManifestMissing``.
  func manifest() throws -> Manifest { try ManifestSearch.load(file) }
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
