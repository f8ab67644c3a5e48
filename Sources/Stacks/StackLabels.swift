/// The labels by which a stack knows its containers again, besides those of the runtime.
package enum StackLabels {
  /// What labels of a manifest must not begin with.
  static let prefix = "lightshuttle."

  /// The fingerprint of what the container was made from: see ``SpecFingerprint``.
  package static let configuration = "lightshuttle.config"

  /// The resources that it waits for, separated by commas: what is stopped after it.
  package static let dependencies = "lightshuttle.depends_on"

  /// How many seconds its stop may take.
  package static let stopGrace = "lightshuttle.stop_grace"
}
