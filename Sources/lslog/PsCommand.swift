internal import ArgumentParser
internal import ContainerRuntime
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import LogStore
internal import Terminal

/// `lslog ps`.
struct PsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps",
    abstract: "List the containers of a project.",
    discussion: """
      FOLLOWED says whether lslogd has stored anything of the container and runs; - if it does not run.
      """)

  @Option(name: .shortAndLong, help: "How to print: text for reading, json (one object a line).")
  var output: StackDisplayOptions.Format = .text

  @Flag(help: "Print times in UTC rather than in local time.")
  var utc = false

  @OptionGroup var projectOptions: ProjectOptions
  @OptionGroup(title: "Stack") var stack: StackOptions

  func run() throws {
    let (stack, projectOptions, output, utc) = (stack, projectOptions, output, utc)
    try StackCommandRun.run {
      let environment = ProcessEnvironment.current()
      let project = try projectOptions.name(stack)
      let containers = try await StackRuntime.with(host: stack.host) { try await $0.list(project: project) }
      guard output == .json || !containers.isEmpty else {
        return Diagnostic.note("nothing of the project \(project) is there")
      }
      let isColored = stack.color.isColored(
        onTerminal: isatty(STDOUT_FILENO) == 1, environment: environment.variables)
      let table = ContainerTable(
        calendar: utc ? .utc : .local, isColored: isColored, followed: try Self.followed(environment))
      try TextOutput.write(
        output == .json ? table.json(containers) : table.text(containers), to: STDOUT_FILENO)
    }
  }

  /// The ids of the containers in the open segments of the running lslogd; nil if none runs.
  private static func followed(_ environment: ProcessEnvironment) throws -> Set<String>? {
    guard let record = RuntimeFile.running(environment: environment) else { return nil }
    let reader = StoreReader(layout: StoreLayout(path: record.storePath))
    guard reader.exists else { return [] }
    var ids: Set<String> = []
    for file in try reader.layout.segments() where !StoreLayout.isImported(file.shard) {
      guard let segment = try? reader.open(file), let containers = try? segment.containers() else { continue }
      ids.formUnion(containers.values.map(\.id))
    }
    return ids
  }
}
