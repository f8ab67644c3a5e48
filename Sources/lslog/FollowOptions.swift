internal import ArgumentParser
internal import LogQuery

/// Whether to wait for what comes.
struct FollowOptions: ParsableArguments {
  @Flag(
    name: [.customShort("f"), .customLong("follow")],
    help: ArgumentHelp(
      "Print new hits as lslogd stores them, after the last \(Self.lines) that are there (or -n, or those from --since on)."
    ))
  var isOn = false

  /// How many stored hits are shown if nothing is said of it.
  private static let lines = 10

  /// Of what is stored no more is shown than was asked for.
  func apply(to request: inout SearchRequest) {
    if isOn, request.limit == nil, request.since == nil { request.limit = Self.lines }
  }
}
