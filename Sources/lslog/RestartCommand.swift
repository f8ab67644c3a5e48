internal import ArgumentParser
internal import Stacks
internal import Terminal

/// `lslog restart`.
struct RestartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart",
    abstract: "Restart containers of a project, each after those that it waits for are well again.")

  @Argument(help: "The resources that are meant, and only these. Default: all.")
  var resources: [String] = []

  @OptionGroup var projectOptions: ProjectOptions
  @OptionGroup(title: "Stack") var stack: StackOptions
  @OptionGroup(title: "Display") var displayOptions: StackDisplayOptions

  func run() throws {
    let display = displayOptions.display(stack.color)
    let (stack, projectOptions, resources, deadline) = (
      stack, projectOptions, resources, displayOptions.deadline
    )
    try StackCommandRun.run(display: display) {
      let project = try projectOptions.name(stack)
      let count = try await StackRuntime.with(host: stack.host) { runtime in
        try await StackRunner(runtime: runtime, deadline: deadline, tell: display.telling(of: project))
          .restart(project: project, only: resources)
      }
      if count == 0 { Diagnostic.note("nothing of the project \(project) is there") }
    }
  }
}
