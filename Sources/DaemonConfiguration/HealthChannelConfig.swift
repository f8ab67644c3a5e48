/// One entry of `health.channels`: whom transitions are told.
package struct HealthChannelConfig: Sendable, Hashable {
  /// `type`: what stands at the other end.
  package var type = Kind.journald
  /// `name`: unique among the channels; what was told is kept under it, so a renamed channel is a new one. The other kinds than
  /// ``Kind/journald`` need one.
  package var name = "journald"
  /// `select`: of which containers it tells; empty: all.
  package var select: [HealthRuleConfig] = []
  /// `url`, of a webhook.
  package var url: String?
  /// `headers`, of a webhook: beside ours.
  package var headers: [String: String] = [:]
  /// `secret_file`, of a webhook: holds what the body is signed with.
  package var secretFile: String?
  /// `template`, of a webhook: a file that makes the body.
  package var template: String?
  /// `command`: the path of a program and its arguments.
  package var command: [String] = []
  /// `timeout`: 1 s to 10 min. Nil: 10 s for a webhook, 30 s for a command.
  package var timeout: Duration?
  /// `on`: what is told.
  package var on = Alert.allCases
  /// `group`: how long others are waited for; 0 to 10 min.
  package var group = Duration.seconds(5)
  /// `remind`: 1 min or more. Nil (`none`): never.
  package var remind: Duration?

  /// All defaults.
  package init() {}

  /// What stands at the other end.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// systemd's journal: every transition becomes an entry.
    case journald
    /// A URL that messages are posted to.
    case webhook
    /// A program that is run for each message.
    case command
  }

  /// What a webhook and a command are told.
  package enum Alert: String, Sendable, Hashable, CaseIterable {
    case degraded, unhealthy, restarting, stopped, unknown, flapping
  }
}
