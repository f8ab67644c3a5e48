internal import ArgumentParser
internal import DaemonConfiguration
internal import LogWire
internal import Platform

/// `lslog health unsilence`.
struct HealthUnsilenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unsilence",
    abstract: "End a silence before its time.",
    discussion: """
      A container that is not well then is reported from now on.

      Exit status: 0 done, 2 an error, or there is no such silence.
      """)

  @Argument(help: "The silence's number; lslog health silences lists them.")
  var number: Int64

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func run() throws {
    try ExitStatus.reporting {
      let silences = try StoredSilences(location: try storeOptions.location(.current()))
      guard try silences.end(number, now: .now()) else { throw SilenceError.unknown(number) }
      return .found
    }
  }
}
