internal import LogBlocks
internal import LogStore
internal import LogWire

/// The hits of one container, unit by unit, in the order asked for.
///
/// ``bound`` tells how early (or, newest first, how late) the next hit can be, so that a unit is decoded only when no other
/// container can have an earlier one. Within a container the order of its log rules: a hit counts as no earlier than the one
/// before it, even if its time is. Only hits count so, never the times of units, which depend on what the index let through.
final class HitSource {
  /// A container's numbering; see `ContainerPosition.epoch`.
  struct Key: Hashable, Comparable {
    var id: String
    var epoch: Int64

    static func < (left: Key, right: Key) -> Bool { (left.id, left.epoch) < (right.id, right.epoch) }
  }

  let key: Key
  /// The time that the next hit counts as, or if no hit is known yet, one that it can't be before.
  private(set) var bound: Timestamp
  /// What the last hit that was given counted as.
  private var reached: Timestamp
  /// Still to be read, the next one last.
  private var units: [SearchUnit]
  /// For each unit the nearest time that it and those behind it have.
  private var nearest: [Timestamp] = []
  /// The hits of the unit that was read last, the next one last.
  private var hits: [Hit] = []
  private let reader: ReadAhead
  private let order: SearchOrder

  init(key: Key, units: [SearchUnit], reader: ReadAhead, order: SearchOrder) {
    self.key = key
    self.units = units
    self.reader = reader
    self.order = order
    reached = order == .oldestFirst ? .distantPast : .distantFuture
    bound = reached
    reader.offer(units)
    arrange()
    moveBound()
  }

  /// Whether there is neither a hit nor a unit left.
  var isExhausted: Bool { hits.isEmpty && units.isEmpty }

  /// The next hit, if it is known already; otherwise reads a unit, and gives nil.
  func next(_ report: inout SearchReport) throws -> Hit? {
    defer { moveBound() }
    if let hit = hits.popLast() {
      reached = bound
      return hit
    }
    try readUnit(&report)
    return nil
  }

  private func readUnit(_ report: inout SearchReport) throws {
    guard let unit = units.popLast() else { return }
    nearest.removeLast()
    do {
      let start = ContinuousClock.now
      if let parts = try unit.expanded() {
        report.times.index += start.duration(to: .now)
        report.candidateBlocks += parts.count
        units += parts
        reader.offer(parts)
        return arrange()
      }
      hits = try reader.hits(of: unit, report: &report)
      if order == .oldestFirst { hits.reverse() }
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      report.problems.append("\(error)")
    }
  }

  /// Puts the units in their order, the next one last.
  private func arrange() {
    switch order {
    case .oldestFirst: units.sort { $0.ordinals.lowerBound > $1.ordinals.lowerBound }
    case .newestFirst: units.sort { $0.ordinals.upperBound < $1.ordinals.upperBound }
    }
    nearest.removeAll(keepingCapacity: true)
    for unit in units {
      switch order {
      case .oldestFirst: nearest.append(min(nearest.last ?? .distantFuture, unit.minTime))
      case .newestFirst: nearest.append(max(nearest.last ?? .distantPast, unit.maxTime))
      }
    }
  }

  private func moveBound() {
    guard let time = hits.last?.time ?? nearest.last else { return }
    bound = order == .oldestFirst ? max(reached, time) : min(reached, time)
  }
}
