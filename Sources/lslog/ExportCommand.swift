internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import Platform
internal import Terminal

/// `lslog export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all lines of a query, oldest first, so that lslog import can read them.",
    discussion: """
      Takes the query and the filters of lslog search; without them it writes every line.

      json is what lslog search -o json writes, and with the first line of each container its image, log driver and \
      labels. lslog import --format export restores from it each line's bytes, time, stream and container. raw is the bytes \
      of the lines.

      All of it or an error: a part of the store that can't be read ends it. With --output the file is there only when it is \
      whole.

      EXAMPLES
        lslog export --since yesterday > day.ndjson
        lslog export -c 'api*' error --output errors.ndjson
        lslog export --project shop | ssh other lslog import -

      Exit status: 0 lines were written, 1 there were none, 2 an error, 130 interrupted.
      """)

  /// The formats that can be complete.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json
    case raw
  }

  @OptionGroup(title: "Filters")
  var filter: FilterOptions

  @Option(
    name: [.customShort("o"), .long], help: "What to write: json (one object a line), raw (the exact bytes).")
  var format: Format = .json

  @Option(
    help: ArgumentHelp("Write to this file, replacing it when all is written.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func run() throws {
    try ExitStatus.reporting {
      let request = try filter.request()
      let search = try StoreSearch(location: try storeOptions.location(.current()))
      if output != nil { Interruption.watch() }
      let export = Export(request: request, formatter: formatter)
      if let output {
        var file = try WholeFile(path: output)
        let hits = try export.write(search, to: file.descriptor)
        guard Interruption.signal == nil else { return ExitStatus(signal: Interruption.signal ?? SIGINT) }
        try file.commit()
        return hits > 0 ? .found : .nothingFound
      }
      return try export.write(search, to: STDOUT_FILENO) > 0 ? .found : .nothingFound
    }
  }

  private var formatter: any HitFormatter {
    switch format {
    case .json: JSONHitFormatter(describesContainers: true)
    case .raw: RawHitFormatter()
    }
  }
}
