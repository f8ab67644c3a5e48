package import ArgumentParser
internal import DaemonConfiguration
internal import Glibc

/// `lslogd`: the supervisor; the roles of its children are subcommands that nobody types.
@main
package struct LSLogd: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "lslogd",
    abstract: "Collects the logs of containers into a searchable store and forwards them to the journal.",
    usage: "lslogd [--config <config>] [--store <store>] [--check]",
    discussion: """
      SIGHUP reads the configuration again; SIGTERM and SIGINT stop, and a second one kills.
      Exit codes: 0 stopped, 1 failed, 2 wrong usage or configuration.
      """,
    version: "lslogd \(Version.text)",
    subcommands: [CollectorCommand.self, ForwarderCommand.self, ProberCommand.self])

  @OptionGroup package var location: LocationOptions

  @Flag(help: "Check the configuration, print what is wrong with it, and leave with code 0 or 2.")
  package var check = false

  package init() {}

  /// On the main actor, which is the main thread: the supervisor stays on it, since its children are killed when the
  /// thread that started them ends.
  @MainActor package static func main() async {
    do {
      var command = try parseAsRoot()
      if let role = command as? any RoleCommand {
        await role.workOrLeave()
      } else if let daemon = command as? LSLogd {
        try daemon.start()
      } else {
        try command.run()
      }
    } catch {
      Exit.leave(for: error)
    }
  }

  @MainActor private func start() throws {
    let environment = ProcessEnvironment.current()
    if check {
      _ = try LoadedConfig(source: ConfigSource.find(flag: location.config, environment: environment))
      print("ok")
    } else {
      Glibc.exit(try Daemon(location: location, environment: environment).run())
    }
  }
}
