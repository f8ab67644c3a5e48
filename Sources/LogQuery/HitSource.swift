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
  private var nearest: [Timestamp]
  /// The hits of the unit that was read last, the next one last.
  private var hits: [Hit] = []
  private var scratch = LineBatch()
  private let request: SearchRequest
  private let matcher: LineMatcher
  private let order: SearchOrder

  /// - Parameter units: the one to be read first stands last.
  init(key: Key, units: [SearchUnit], request: SearchRequest, matcher: LineMatcher, order: SearchOrder) {
    self.key = key
    self.units = units
    nearest = []
    for unit in units {
      switch order {
      case .oldestFirst: nearest.append(min(nearest.last ?? .distantFuture, unit.minTime))
      case .newestFirst: nearest.append(max(nearest.last ?? .distantPast, unit.maxTime))
      }
    }
    self.request = request
    self.matcher = matcher
    self.order = order
    reached = order == .oldestFirst ? .distantPast : .distantFuture
    bound = reached
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
      let batch = try unit.lines(&scratch)
      if unit.isBlock { report.readBlocks += 1 }
      report.readLines += batch.count
      collect(batch, of: unit)
    } catch {
      guard StoreReader.isDamage(error) else { throw error }
      report.problems.append("\(error)")
    }
  }

  private func collect(_ batch: LineBatch, of unit: SearchUnit) {
    let since = request.since ?? .distantPast
    let until = request.until ?? .distantFuture
    let messages = batch.bytes
    for (index, line) in batch.lines.enumerated() {
      guard line.time >= since, line.time <= until, request.stream ?? line.stream == line.stream else {
        continue
      }
      let message = messages.span.bytes.extracting(batch.range(of: index))
      guard matcher.matches(message) else { continue }
      hits.append(
        Hit(
          time: line.time, container: unit.container, stream: line.stream, flags: line.flags,
          epoch: unit.epoch,
          ordinal: unit.firstOrdinal &+ Int64(index), message: batch.message(index)))
    }
    if order == .oldestFirst { hits.reverse() }
  }

  private func moveBound() {
    guard let time = hits.last?.time ?? nearest.last else { return }
    bound = order == .oldestFirst ? max(reached, time) : min(reached, time)
  }
}
