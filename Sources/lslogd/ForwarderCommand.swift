package import ArgumentParser
internal import DaemonConfiguration
internal import Forwarding
internal import LogQuery
internal import LogStore
internal import Supervision

/// `lslogd forwarder`: a child process.
package struct ForwarderCommand: RoleCommand {
  package static let configuration = CommandConfiguration(
    commandName: "forwarder", abstract: "Passes stored lines on to the sinks.", shouldDisplay: false)

  @OptionGroup package var location: LocationOptions

  package init() {}

  package func work() async throws {
    let role = try Role.begin("forwarder", location: location)
    let sinks = try role.config.sinks.map(Self.settings)
    try await role.context.runUntilStopped { status in
      status.ready()
      try await Forwarder(sinks: sinks, store: role.layout, logger: role.logger).run()
    }
  }

  private static func settings(_ sink: SinkConfig) throws -> SinkSettings {
    let tag = try TagTemplate(sink.tag)
    return SinkSettings(name: sink.name, filter: try Query(parsing: sink.filter)) {
      switch sink.type {
      case .journald: JournaldSink { container in tag.render { $0.value(in: container) } }
      }
    }
  }
}

extension TagTemplate.Field {
  /// The field of a container, as it goes into a tag: the id short, as `docker ps` shows it.
  fileprivate func value(in container: ContainerInfo) -> String? {
    switch self {
    case .resource: container.resource
    case .project: container.project
    case .name: container.name
    case .id: String(container.id.prefix(12))
    case .image: container.image
    }
  }
}
