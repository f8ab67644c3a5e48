internal import ArgumentParser
internal import Stacks
internal import Terminal

/// `lslog build`.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build the images of the resources that have a Dockerfile.",
    discussion: "Containers that run go on with their images; lslog up --build makes them anew.")

  @Argument(help: "The resources that are meant. Default: all that have a Dockerfile.")
  var resources: [String] = []

  @Flag(name: .customLong("no-cache"), help: "Take no step from the cache.")
  var noCache = false

  @OptionGroup(title: "Stack") var stack: StackOptions
  @OptionGroup(title: "Display") var displayOptions: StackDisplayOptions

  func run() throws {
    let display = displayOptions.display(stack.color)
    let (stack, resources, noCache) = (stack, resources, noCache)
    try StackCommandRun.run(display: display) {
      let manifest = try stack.manifest()
      let count = try await StackRuntime.with(host: stack.host) { runtime in
        try await StackRunner(runtime: runtime, tell: display.telling(of: manifest.project))
          .build(manifest, only: resources, ignoresCache: noCache)
      }
      if count == 0 { Diagnostic.note("no resource has a Dockerfile") }
    }
  }
}
