internal import ArgumentParser
internal import Stacks
internal import Terminal

/// `lslog up`.
struct UpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Start the containers of a manifest, each after those that it waits for.",
    discussion: """
      Containers that were made from the same lines of the manifest stay; others are made anew. A failure takes back what \
      this call started and says why, with the end of the container's log; so does Ctrl-C. A second Ctrl-C leaves at once.

      EXAMPLES
        lslog up
        lslog up -f shop.yml api --build

      Exit status: 0 all is up; 1 something failed; 2 the manifest or the usage is wrong; 130 interrupted.
      """)

  @Argument(help: "The resources that are meant, with all that they wait for. Default: all.")
  var resources: [String] = []

  @Flag(help: "Build images again, and make their containers anew.")
  var build = false

  @Flag(
    name: .customLong("remove-orphans"), help: "Remove containers of resources that are not in the manifest.")
  var removeOrphans = false

  @OptionGroup(title: "Stack") var stack: StackOptions
  @OptionGroup(title: "Display") var displayOptions: StackDisplayOptions

  func run() throws {
    let display = displayOptions.display(stack.color)
    var options = StackRunner.UpOptions()
    options.builds = build
    options.removesOrphans = removeOrphans
    let (stack, resources, deadline) = (stack, resources, displayOptions.deadline)
    try StackCommandRun.run(display: display) { [options] in
      let manifest = try stack.manifest()
      try await StackRuntime.with(host: stack.host) { runtime in
        try await StackRunner(
          runtime: runtime, deadline: deadline, tell: display.telling(of: manifest.project)
        )
        .up(manifest, only: resources, options: options)
      }
    }
  }
}
