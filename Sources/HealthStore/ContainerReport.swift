/// All that is known of a container, to be shown.
package struct ContainerReport: Sendable, Equatable {
  /// The container as it is now: ``HealthState/unknown`` if the prober can't tell. Of one that is gone, its last state.
  package var row: HealthRow
  /// The state before nobody could tell; nil if somebody can.
  package var stateBefore: HealthState?
  /// Whether the container is not there any more.
  package var isGone: Bool
  /// By name.
  package var probes: [ProbeRow]
  /// That of its name.
  package var history: StateHistory
  /// How it came to its state; nil if that is not known any more.
  package var lastChange: Transition?

  package init(
    row: HealthRow, stateBefore: HealthState? = nil, isGone: Bool = false, probes: [ProbeRow] = [],
    history: StateHistory, lastChange: Transition? = nil
  ) {
    self.row = row
    self.stateBefore = stateBefore
    self.isGone = isGone
    self.probes = probes
    self.history = history
    self.lastChange = lastChange
  }

  /// Whether nobody need look at it: its state is well, it does not flap, and it is there.
  package var isWell: Bool { row.state.isWell && row.flappingSince == nil && !isGone }

  /// The probe that takes longest, by its 95th percentile; nil if none has been timed.
  package var slowestProbe: ProbeRow? {
    probes.filter { $0.latencyP95 != nil }.max { ($0.latencyP95 ?? 0) < ($1.latencyP95 ?? 0) }
  }

  /// The share of the time up over the last so long, and what is known of that time.
  package func times(over length: Duration) -> StateTimes {
    history.pieces(1, each: length)[0]
  }
}
