/// `lslog-bench [name…]`: measures and prints one table row for each figure.
@main struct BenchmarkMain {
  static func main() {
    let benchmarks: [any Benchmark] = [DecoderBenchmark()]
    let wanted = CommandLine.arguments.dropFirst()
    let chosen = benchmarks.filter { wanted.isEmpty || wanted.contains($0.name) }
    if chosen.isEmpty {
      print("usage: lslog-bench [name…]\nbenchmarks: \(benchmarks.map(\.name).joined(separator: ", "))")
      return
    }
    for benchmark in chosen {
      print(ResultTable(title: benchmark.name, results: benchmark.run(Harness())).description)
    }
  }
}
