package import Probes

/// What is to be probed from now on in one container.
package struct ProbeOrder: Sendable, Equatable {
  /// The container's id.
  package var container: String
  /// None: nothing any more.
  package var specs: [ProbeSpec]
  package var target: ProbeTarget

  package init(container: String, specs: [ProbeSpec], target: ProbeTarget) {
    self.container = container
    self.specs = specs
    self.target = target
  }
}
