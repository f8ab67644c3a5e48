internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import Importing
internal import LogStore
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog import`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Load logs from files into the store, each line once.",
    discussion: """
      FORMATS (guessed from the first bytes of each file; --format decides)
        plain      lines of text. A line's time is the one it begins with, 2026-11-23T14:02:03.5Z or
                   '2026-11-23 14:02:03,500' (UTC without an offset); else that of the line before; of the first
                   lines, the file's modification time. The line itself stays as it is.
        json-file  Docker's /var/lib/docker/containers/ID/ID-json.log; name rotated files oldest first
        frames     what GET /containers/ID/logs?timestamps=1&stdout=1&stderr=1 answers
        export     what lslog export and lslog search -o json write

      Lines of plain, json-file and frames belong to a container that is made up of --container and --project: importing \
      more files under the same name goes on with it. Lines of export keep their containers.

      The store remembers how far each file was imported. Run again after an interruption, or when the file has grown, it goes \
      on there; a file that was imported whole is left alone. A pipe (- is stdin) is not remembered. A running lslogd \
      is not disturbed. Its retention deletes imported lines like all others, by their own times; they are not forwarded.

      EXAMPLES
        lslog import --container api /var/log/api.log.2 /var/log/api.log.1 /var/log/api.log
        zcat old.log.gz | lslog import --container old -
        lslog import --container web --project shop ID-json.log.1 ID-json.log
        lslog import --store ./copy day.ndjson && lslog search --store ./copy error

      Exit status: 0 all was imported, now or before; 2 an error; 130 interrupted. What was imported stays in either case.
      """)

  @Argument(help: "The files, in the order of their lines; - is stdin.", completion: .file())
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The name of the container. Default: the file's, without .log and the like.", valueName: "name"))
  var container: String?

  @Option(help: ArgumentHelp("The project of the container.", valueName: "name"))
  var project: String?

  @Option(help: ArgumentHelp("The resource of the container.", valueName: "name"))
  var resource: String?

  @Option(help: "The format of the files.")
  var format: ImportFormat?

  @Option(help: "The stream that lines of text count as. Default: stdout.")
  var stream: StreamOption?

  @Flag(help: "Import files from their start even if they were imported before.")
  var again = false

  @Flag(name: .customLong("skip-bad"), help: "Count and pass over what can't be read.")
  var skipBad = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if container?.isEmpty ?? false { throw ValidationError("--container takes a name.") }
    if let format, format.namesContainers, container != nil || project != nil || resource != nil {
      throw ValidationError(
        "Lines of \(format.rawValue) keep their containers: leave out --container and the like.")
    }
    if stream != nil, let format, format != .plain {
      throw ValidationError("--stream is for plain text; \(format.rawValue) says the stream of each line.")
    }
  }

  func run() throws {
    try ExitStatus.reporting {
      let location = try storeOptions.location(.current())
      // As lslogd creates its files.
      umask(0o027)
      Interruption.watch()
      return try ImportRun(settings: settings, layout: StoreLayout(path: location.path)).run(files)
    }
  }

  private var settings: ImportSettings {
    var settings = ImportSettings()
    settings.container = container
    settings.project = project
    settings.resource = resource
    settings.format = format
    settings.stream = stream?.stream ?? .stdout
    settings.isAgain = again
    settings.skipsBad = skipBad
    return settings
  }
}
