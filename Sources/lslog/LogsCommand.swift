internal import ArgumentParser
internal import ContainerRuntime
internal import DaemonConfiguration
internal import LogQuery
internal import LogWire
internal import Platform
internal import Stacks
internal import Terminal

/// `lslog logs`.
struct LogsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Print what containers of a project write, straight from the engine.",
    discussion: """
      Lines come in the order in which they arrive: stdout goes to stdout, stderr to stderr. Of several resources each line \
      begins with the resource's name. On a terminal, what could act on it is made visible. No lslogd is needed; lslog \
      search finds lines, and those of containers that are gone.

      EXAMPLES
        lslog logs
        lslog logs api db -f --tail 20
        lslog logs api --since 10m --project shop

      Exit status: 0 printed; 1 a log could not be read; 2 the manifest or the usage is wrong; 130 interrupted. With -f an \
      interrupt is a normal end.
      """)

  @Argument(help: "The resources that are meant. Default: all.")
  var resources: [String] = []

  @Flag(
    name: [.customShort("f"), .customLong("follow")],
    help: "Go on with what comes, also when containers are restarted or made anew, until Ctrl-C.")
  var follow = false

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("tail")],
    help: ArgumentHelp("Only the last lines of each container, this many.", valueName: "count"))
  var tail: Int?

  @Option(help: ArgumentHelp("Not before this time: 10m, today, 14:02, or RFC 3339.", valueName: "time"))
  var since: String?

  @OptionGroup var projectOptions: ProjectOptions

  @Option(
    name: .customLong("file"),
    help: ArgumentHelp(
      "The manifest. Default: lightshuttle.yml, then lightshuttle.yaml, here or in the nearest folder above.",
      valueName: "file"),
    completion: .file(extensions: ["yml", "yaml"]))
  var file: String?

  @OptionGroup(title: "Stack") var engine: EngineOptions

  func validate() throws {
    if let tail, tail < 0 { throw ValidationError("--tail takes a count of lines, not \(tail).") }
    do { _ = try earliest() } catch { throw ValidationError("--since: \(error)") }
  }

  func run() throws {
    let (engine, resources, follow) = (engine, resources, follow)
    let (project, file) = (projectOptions.project, file)
    let options = LogOptions(follow: follow, tail: tail, since: try earliest()?.nanoseconds)
    try StackCommandRun.run(endsByInterruption: follow) {
      let project = try project ?? ManifestSearch.load(file).project
      try await StackRuntime.with(host: engine.host) { runtime in
        let runner = StackRunner(runtime: runtime)
        let containers = try StackRunner.containers(try await runtime.list(project: project), of: resources)
        if containers.isEmpty { Diagnostic.note("nothing of the project \(project) is there") }
        let writer = StackLogWriter(
          resources: containers.map(\.resource), isLive: follow, color: engine.color,
          variables: ProcessEnvironment.current().variables)
        do {
          defer { try? writer.finish() }
          try await runner.logs(project: project, of: containers, options: options) { resource, chunk in
            try writer.write(chunk, of: resource)
          }
        } catch let error as OutputError where error.code == .closed {
          // Whoever read the lines has enough of them.
        }
      }
    }
  }

  private func earliest() throws -> Timestamp? {
    try TimeRange(since: since, until: nil, relativeTo: TimeExpression(now: .now(), calendar: .local)).since
  }
}
