/// One entry of `sinks`: where lines are forwarded to.
package struct SinkConfig: Sendable, Hashable {
  /// `type`: what stands at the other end.
  package var type = Kind.journald
  /// `name`: unique among the sinks; the cursor is kept under it, so a renamed sink starts anew. Letters, digits, `.`, `_`, `-`.
  package var name = "journald"
  /// `tag`: a template of the forwarding module, checked by ``ConfigChecks/tag``.
  package var tag = "{resource|name}"
  /// `filter`: a query; only lines that match are forwarded. Empty: all. Checked by ``ConfigChecks/filter``.
  package var filter = ""

  /// All defaults.
  package init() {}

  /// What stands at the other end.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// systemd's journal, by its native protocol.
    case journald
  }
}
