package import Probes

/// One entry of `health.probes`: a check of containers, and which containers have it.
package struct ProbeConfig: Sendable, Hashable {
  /// `name`: unique among the probes; a container's label of the same name wins over this probe.
  package var name = ""
  /// `select`: the containers that have it. Without a list: all that are watched.
  package var select = RuleConfig()
  /// All other keys, as they are written.
  package var settings = ProbeSettings()

  /// A probe without a name and a check; the loader refuses it.
  package init() {}
}
