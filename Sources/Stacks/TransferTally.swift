internal import ContainerRuntime
internal import Synchronization

/// Adds up the transfers of an image's layers.
final class TransferTally: Sendable {
  private let layers = Mutex<[String: (done: Int64, total: Int64)]>([:])
  private let begun = Mutex(false)

  /// Whether anything was told.
  var hasBegun: Bool { begun.withLock { $0 } }

  /// The share that has come, once sizes are known.
  func fraction(after progress: ImageProgress) -> Double? {
    begun.withLock { $0 = true }
    return layers.withLock { layers in
      if case .transfer(let done, let total?) = progress.kind, total > 0, layers.count < 1000 {
        layers[progress.item] = (done, total)
      }
      let total = layers.values.reduce(0.0) { $0 + Double($1.total) }
      let done = layers.values.reduce(0.0) { $0 + Double(min($1.done, $1.total)) }
      return total > 0 ? done / total : nil
    }
  }
}
