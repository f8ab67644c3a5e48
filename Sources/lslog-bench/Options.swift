/// What was typed on the command line.
struct Options {
  /// A command line that can't be understood, in words.
  struct Failure: Error {
    var message: String
  }

  /// The benchmarks that are wanted; empty: all.
  var names: [String] = []
  /// How many lines: search takes each count in turn, the others the first.
  var counts = [1_000_000]
  /// The lines that are made.
  var kinds = [CorpusKind.service]
  /// A text file whose lines are used instead of made ones.
  var corpus: String?
  /// How often each thing is measured; nil: as each benchmark has it.
  var rounds: Int?
  /// The file for all figures.
  var json: String?
  /// Whether search asks only lslog, and nobody else.
  var isAlone = false
  /// Whether only the help text is wanted.
  var wantsHelp = false

  /// The first count of lines.
  var lines: Int { counts.first ?? 0 }

  /// The lines of ingest.
  var sources: [Corpus.Source] { corpus.map { [.file($0)] } ?? kinds.map { .kind($0) } }

  /// The lines of search and live: those of the one kind that was asked for, else of a service.
  var source: Corpus.Source {
    if let corpus { return .file(corpus) }
    return .kind(kinds.count == 1 ? kinds[0] : .service)
  }

  /// - Parameter known: the names of the benchmarks.
  init(_ arguments: some Sequence<String>, known: [String]) throws(Failure) {
    var rest = Array(arguments).reversed() as [String]
    while let argument = rest.popLast() {
      let (flag, value) = Self.split(argument)
      switch flag {
      case "--help", "-h": wantsHelp = true
      case "--lines": counts = try Self.counts(try Self.value(of: flag, value, &rest))
      case "--kind": kinds = try Self.kinds(try Self.value(of: flag, value, &rest))
      case "--corpus": corpus = try Self.value(of: flag, value, &rest)
      case "--rounds": rounds = try Self.number(try Self.value(of: flag, value, &rest), in: 1...1000)
      case "--json": json = try Self.value(of: flag, value, &rest)
      case "--alone": isAlone = true
      case "--only": names.append(try Self.known(try Self.value(of: flag, value, &rest), known))
      case _ where flag.hasPrefix("-"): throw Failure(message: "unknown option '\(flag)'")
      default: names.append(try Self.known(argument, known))
      }
    }
  }

  /// Takes `--flag=value` apart.
  private static func split(_ argument: String) -> (flag: String, value: String?) {
    guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
    return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
  }

  private static func value(
    of flag: String, _ attached: String?, _ rest: inout [String]
  ) throws(Failure) -> String {
    guard let value = attached ?? rest.popLast() else { throw Failure(message: "'\(flag)' needs a value") }
    return value
  }

  private static func number(_ text: String, in range: ClosedRange<Int>) throws(Failure) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw Failure(message: "'\(text)' is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func counts(_ text: String) throws(Failure) -> [Int] {
    var counts: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      counts.append(try number(String(part), in: 1000...100_000_000))
    }
    return counts
  }

  private static func kinds(_ text: String) throws(Failure) -> [CorpusKind] {
    if text == "all" { return CorpusKind.allCases }
    var kinds: [CorpusKind] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let kind = CorpusKind(rawValue: String(part)) else {
        let list = CorpusKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(message: "no kind '\(part)'; there are: \(list), and all")
      }
      kinds.append(kind)
    }
    return kinds
  }

  private static func known(_ name: String, _ known: [String]) throws(Failure) -> String {
    guard known.contains(name) else {
      throw Failure(message: "no benchmark '\(name)'; there are: \(known.joined(separator: ", "))")
    }
    return name
  }
}
