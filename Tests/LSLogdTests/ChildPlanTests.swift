import ArgumentParser
import DaemonConfiguration
import Logging
import Supervision
import Testing
import lslogd

@Suite struct ChildPlanTests {
  func plan(_ change: (inout Config) -> Void = { _ in }) -> SupervisorPlan {
    var config = Config()
    change(&config)
    return ChildPlan.plan(config: config, text: "log: {}", storePath: "/data", watchdogInterval: nil)
  }

  /// The names of the children that a reload from the defaults would restart.
  func changed(_ change: (inout Config) -> Void) -> [String] {
    let new = plan(change)
    return plan().children.filter { old in
      let next = new.children.first { $0.name == old.name }
      return next?.settings != old.settings || next?.arguments != old.arguments
    }.map(\.name)
  }

  @Test func everyChildsArgumentsAreUnderstood() throws {
    for spec in plan({ $0.collectors = 3 }).children {
      let command = try LSLogd.parseAsRoot(Array(spec.arguments.dropFirst()))
      switch spec.kind {
      case .collector:
        let collector = try #require(command as? CollectorCommand)
        #expect(spec.name == "collector-\(collector.shards.shard)" && collector.shards.shards == 3)
        #expect(collector.location.config == "-" && collector.location.store == "/data")
      case .forwarder: #expect(command is ForwarderCommand)
      case .prober: #expect(command is ProberCommand)
      }
      #expect(spec.input == Array("log: {}".utf8))
    }
  }

  @Test func thereAreAsManyCollectorsAsAskedForAndAForwarderOnlyForSinks() {
    #expect(plan().children.map(\.name) == ["collector-0", "forwarder", "prober"])
    #expect(
      plan {
        $0.collectors = 2; $0.sinks = []
      }.children.map(\.name) == ["collector-0", "collector-1", "prober"])
  }

  @Test func aChangeRestartsOnlyWhomItConcerns() {
    #expect(changed { $0.docker.host = "unix:///x" } == ["collector-0", "prober"])
    #expect(changed { $0.sinks[0].tag = "x" } == ["forwarder"])
    #expect(changed { $0.health.retention = nil } == ["prober"])
    #expect(changed { $0.collectors = 2 } == ["collector-0"])
    #expect(changed { $0.supervisor.stopTimeout = .seconds(1) }.isEmpty)
    #expect(changed { $0.log.level = .debug } == ["collector-0", "forwarder", "prober"])
  }

  @Test func theSettingsReachTheSupervisor() {
    let settings = plan {
      $0.supervisor.restart.limit = 3
      $0.supervisor.stopTimeout = .seconds(5)
      $0.supervisor.restart.backoff.maximum = .seconds(7)
    }.settings
    #expect(settings.restartLimit == 3)
    #expect(settings.stopTimeout == .seconds(5))
    #expect(settings.backoffMaximum == .seconds(7))
  }
}
