internal import ArgumentParser
internal import LogQuery

/// The lines around hits that are asked for, as grep's options have them.
struct ContextOptions: ParsableArguments {
  @Option(
    name: [.customShort("A", allowingJoined: true), .customLong("after-context")],
    help: ArgumentHelp("Also the lines of the container after each hit, this many.", valueName: "count"))
  var after: Int?

  @Option(
    name: [.customShort("B", allowingJoined: true), .customLong("before-context")],
    help: ArgumentHelp("Also the lines of the container before each hit, this many.", valueName: "count"))
  var before: Int?

  @Option(
    name: [.customShort("C", allowingJoined: true), .customLong("context")],
    help: ArgumentHelp("Both.", valueName: "count"))
  var around: Int?

  /// Enough to read, and few enough to hold.
  private static let limit = 10_000

  /// Nil if none of the options is given; -A and -B overrule -C.
  var size: ContextSize? {
    guard around != nil || before != nil || after != nil else { return nil }
    return ContextSize(before: before ?? around ?? 0, after: after ?? around ?? 0)
  }

  func validate() throws {
    for (name, count) in [("-A", after), ("-B", before), ("-C", around)] {
      guard let count, !(0...Self.limit).contains(count) else { continue }
      throw ValidationError("\(name) takes a count of lines up to \(Self.limit), not \(count).")
    }
  }
}
