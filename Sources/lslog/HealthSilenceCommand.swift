internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Platform
internal import Quantities
internal import Terminal

/// `lslog health silence`.
struct HealthSilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silence",
    abstract: "Keep changes of containers from being reported for a while.",
    discussion: """
      They are recorded and shown all the same. It writes to the store, so it needs the rights of lslogd's user.

      EXAMPLES
        lslog health silence api --for 1h --reason 'moving the database'
        sudo lslog health silence 'batch-*' --for 30m --from 23:30

      Exit status: 0 done, 2 an error.
      """)

  @Argument(help: "The containers, by name or resource; a glob.")
  var name: String

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("How long: 30m, 1h, 2d.", valueName: "duration"),
    transform: Duration.option)
  var length: Duration

  @Option(help: ArgumentHelp("From when on; now if not given: 23:30, or RFC 3339.", valueName: "time"))
  var from: String?

  @Option(help: "Why, for those who wonder.")
  var reason = ""

  @Flag(help: "Times are in UTC rather than local.")
  var utc = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    do {
      _ = try HealthSelection(names: [name], projects: [])
    } catch { throw ValidationError("\(error)") }
    if length <= .zero { throw ValidationError("--for takes a time that is longer than nothing.") }
  }

  func run() throws {
    try ExitStatus.reporting {
      let (now, calendar) = (Timestamp.now(), utc ? CivilCalendar.utc : .local)
      let start = try from.map { try TimeExpression(now: now, calendar: calendar).timestamp($0) } ?? now
      let (nanoseconds, isTooLong) = length.wholeMilliseconds.multipliedReportingOverflow(by: 1_000_000)
      let (end, isTooLate) = start.nanoseconds.addingReportingOverflow(nanoseconds)
      if isTooLong || isTooLate { throw SilenceError.tooLong(length.text) }
      if end <= now.nanoseconds { throw SilenceError.past(from ?? "", length.text) }
      let silences = try StoredSilences(location: try storeOptions.location(.current()))
      let silence = try silences.add(
        Silence(
          pattern: name, from: start, until: Timestamp(nanoseconds: end), reason: reason,
          author: UserName.current()))
      var time = CivilTimeText(calendar: calendar)
      Diagnostic.note(
        "silence \(silence.number): \(name) until \(time.textToSecond(silence.until)); "
          + "lslog health unsilence \(silence.number) ends it")
      if try !silences.isAnyContainer(of: silence) {
        Diagnostic.note("no container that is there now has such a name or resource")
      }
      return .found
    }
  }
}

/// What can't be silenced.
enum SilenceError: Error, CustomStringConvertible {
  case tooLong(String)
  case past(String, String)
  case unknown(Int64)

  /// What is wrong, and what to do.
  var description: String {
    switch self {
    case .tooLong(let length): "--for \(length) is too long"
    case .past(let from, let length): "--from \(from) --for \(length) is over already"
    case .unknown(let number):
      "there is no silence \(number), or it is over; lslog health silences lists those that are not"
    }
  }
}
