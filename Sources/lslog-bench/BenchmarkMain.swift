internal import Glibc

/// `lslog-bench`: measures and prints one table row for each variant.
@main struct BenchmarkMain {
  private static let benchmarks: [any Benchmark] = [DecoderBenchmark(), IngestBenchmark(), SearchBenchmark()]

  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst(), known: benchmarks.map(\.name))
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
    let conditions = Conditions(options: options, filled: FilledStores(options))
    print("\(report.machine)\n")
    for benchmark in benchmarks where options.names.isEmpty || options.names.contains(benchmark.name) {
      let measurements = try benchmark.run(conditions)
      print(ResultTable(title: benchmark.name, measurements: measurements))
      report.add(benchmark.name, measurements)
    }
    if let path = options.json { try report.write(to: path) }
  }

  private static var usage: String {
    let list = benchmarks.map {
      "  \($0.name)\(String(repeating: " ", count: 10 - $0.name.count))\($0.summary)"
    }
    return """
      usage: lslog-bench [--only NAME]… [--lines N] [--corpus FILE] [--json FILE]

        --only NAME    run this benchmark only; may stand several times
        --lines N      lines of ingest and search (default \(Options.defaultLines))
        --corpus FILE  take the lines of a text file, not made ones; again from its start if it is short
        --json FILE    write all figures, and the machine they were measured on, as JSON

      benchmarks:
      \(list.joined(separator: "\n"))
      """
  }

  private static func fail(_ message: String, status: Int32) -> Never {
    let text = "lslog-bench: \(message)\n"
    _ = text.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    exit(status)
  }
}
