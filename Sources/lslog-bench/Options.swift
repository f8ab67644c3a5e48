/// What was typed on the command line.
struct Options {
  /// A command line that can't be understood, in words.
  struct Failure: Error {
    var message: String
  }

  static let defaultLines = 1_000_000

  /// The benchmarks that are wanted; empty: all.
  var names: [String] = []
  var lines = defaultLines
  /// A text file whose lines are used instead of made ones.
  var corpus: String?
  var json: String?
  var wantsHelp = false

  /// - Parameter known: the names of the benchmarks.
  init(_ arguments: some Sequence<String>, known: [String]) throws(Failure) {
    var rest = Array(arguments).reversed() as [String]
    while let argument = rest.popLast() {
      let (flag, value) = Self.split(argument)
      switch flag {
      case "--help", "-h": wantsHelp = true
      case "--lines": lines = try Self.count(try Self.value(of: flag, value, &rest))
      case "--corpus": corpus = try Self.value(of: flag, value, &rest)
      case "--json": json = try Self.value(of: flag, value, &rest)
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

  private static func count(_ text: String) throws(Failure) -> Int {
    guard let count = Int(text), (1000...100_000_000).contains(count) else {
      throw Failure(message: "'\(text)' is no number of lines; give 1000 to 100000000")
    }
    return count
  }

  private static func known(_ name: String, _ known: [String]) throws(Failure) -> String {
    guard known.contains(name) else {
      throw Failure(message: "no benchmark '\(name)'; there are: \(known.joined(separator: ", "))")
    }
    return name
  }
}
