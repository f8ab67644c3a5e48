internal import ArgumentParser
internal import Terminal

/// Where a stack runs, and how it is shown: the options of all commands for stacks.
struct EngineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The engine's endpoint. Default: where the docker command looks.", valueName: "host"))
  var host: String?

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto
}
