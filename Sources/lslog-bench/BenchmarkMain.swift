internal import Glibc

/// `lslog-bench`: measures and prints one table row for each variant.
@main struct BenchmarkMain {
  private static let benchmarks: [any Benchmark] = [
    DecoderBenchmark(), IngestBenchmark(), CommitBenchmark(), SearchBenchmark(), LiveBenchmark(),
  ]

  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      if arguments.first == FillCommand.name { return try FillCommand.run(arguments.dropFirst()) }
      let options = try Options(arguments, known: benchmarks.map(\.name))
      if options.wantsHelp { return print(usage) }
      try measure(options)
    } catch let failure as Options.Failure {
      fail("\(failure.message)\n\n\(usage)", status: 2)
    } catch {
      fail("\(error)", status: 1)
    }
  }

  private static func measure(_ options: Options) throws {
    var report = JSONReport(machine: Machine.current(), options: options)
    let conditions = Conditions(options: options, folder: try Folder())
    print("\(report.machine)\n")
    for benchmark in benchmarks where options.names.isEmpty || options.names.contains(benchmark.name) {
      let outcome = try benchmark.run(conditions)
      print(ResultTable(title: benchmark.name, outcome: outcome))
      // Seen as they are made, also where the output is a file.
      fflush(nil)
      report.add(benchmark.name, outcome)
    }
    if let path = options.json { try report.write(to: path) }
  }

  private static var usage: String {
    let list = benchmarks.map {
      "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.summary)"
    }
    return """
      usage: lslog-bench [--only NAME]… [--lines N[,N…]] [--kind KIND[,KIND…]] [--corpus FILE] [--rounds N] [--alone] [--json FILE]

        --only NAME    run this benchmark only; may stand several times
        --lines N      how many lines (default 1000000); search takes several counts in turn, the others the first
        --kind KIND    the lines that are made (default service); ingest takes several kinds, and search and live then
                       those of a service:
                       \(kindList), or all
        --corpus FILE  take the lines of a text file, not made ones; again from its start if it is short
        --rounds N     how often each thing is measured (default: ingest and live 3, others 15;
                       a slow search less often)
        --alone        search asks lslog only
        --json FILE    write all figures, and the machine they were measured on, as JSON

      benchmarks:
      \(list.joined(separator: "\n"))
      """
  }

  private static var kindList: String { CorpusKind.allCases.map(\.rawValue).joined(separator: ", ") }

  private static func fail(_ message: String, status: Int32) -> Never {
    let text = "lslog-bench: \(message)\n"
    _ = text.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(status)
  }
}
