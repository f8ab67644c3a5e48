/// One channel of the configuration: whom transitions are told.
package struct ChannelSettings: Sendable {
  /// Where to.
  package enum Kind: Sendable {
    /// Every transition becomes an entry.
    case journald
    case webhook(WebhookSettings, AlertRules)
    case command(CommandSettings, AlertRules)
  }

  /// What was told is kept under this name: a renamed channel is a new one.
  package var name: String
  package var kind: Kind
  package var selection: ChannelSelection

  package init(name: String, kind: Kind, selection: ChannelSelection = .all) {
    self.name = name
    self.kind = kind
    self.selection = selection
  }
}
