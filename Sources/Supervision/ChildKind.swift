/// What a child does. Children are stopped in the order of the cases, each kind when the one before it is gone: first what
/// takes lines in, then what passes them on.
package enum ChildKind: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Docker to a shard of the store.
  case collector
  /// Store to sinks.
  case forwarder
  /// States and health of containers.
  case prober

  package static func < (left: ChildKind, right: ChildKind) -> Bool { left.order < right.order }

  private var order: Int {
    switch self {
    case .collector: 0
    case .forwarder: 1
    case .prober: 2
    }
  }
}
