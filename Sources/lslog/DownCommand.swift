internal import ArgumentParser
internal import Stacks
internal import Terminal

/// `lslog down`.
struct DownCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down",
    abstract: "Stop and remove the containers of a project, and its network.",
    discussion: """
      Containers are found by their labels: with --project no manifest is needed. Named volumes stay unless -v is given.

      Exit status: 0 nothing is left; 1 something stayed; 2 the manifest or the usage is wrong; 130 interrupted.
      """)

  @Flag(name: .shortAndLong, help: "Remove the project's named volumes, too.")
  var volumes = false

  @OptionGroup var projectOptions: ProjectOptions
  @OptionGroup(title: "Stack") var stack: StackOptions
  @OptionGroup(title: "Display") var displayOptions: StackDisplayOptions

  func run() throws {
    let display = displayOptions.display(stack.color)
    let (stack, projectOptions, volumes, isQuiet) = (stack, projectOptions, volumes, displayOptions.quiet)
    try StackCommandRun.run(display: display) {
      let project = try projectOptions.name(stack)
      let report = try await StackRuntime.with(host: stack.host) { runtime in
        try await StackRunner(runtime: runtime, tell: display.telling(of: project)).down(
          project: project, volumes: volumes)
      }
      guard !isQuiet else { return }
      if report.containers == 0, report.volumes.isEmpty {
        Diagnostic.note("nothing of the project \(project) is there")
      }
      if !report.volumes.isEmpty {
        Diagnostic.note("removed the volumes \(report.volumes.joined(separator: ", "))")
      }
    }
  }
}
