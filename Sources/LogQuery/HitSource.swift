internal import LogStore
internal import LogWire

/// The hits of one container, unit by unit, in the order asked for.
///
/// ``bound`` tells how early (or, newest first, how late) the next hit can be, so that a unit is decoded only when no other
/// container can have an earlier one. Within a container the order of its log rules: the bound never goes back,
/// even if the times do.
final class HitSource {
  /// A container's numbering; see `ContainerPosition.epoch`.
  struct Key: Hashable {
    var id: String
    var epoch: Int64
  }

  let id: String
  private(set) var bound: Timestamp
  /// Still to be read, the next one last.
  private var units: [SearchUnit]
  /// The hits of the unit that was read last, the next one last.
  private var hits: [Hit] = []
  private var scratch = LineBatch()
  private let request: SearchRequest
  private let matcher: LineMatcher
  private let order: SearchOrder

  /// - Parameter units: the one to be read first stands last.
  init(id: String, units: [SearchUnit], request: SearchRequest, matcher: LineMatcher, order: SearchOrder) {
    self.id = id
    self.units = units
    self.request = request
    self.matcher = matcher
    self.order = order
    bound = order == .oldestFirst ? .distantPast : .distantFuture
    moveBound()
  }

  /// Whether there is neither a hit nor a unit left.
  var isExhausted: Bool { hits.isEmpty && units.isEmpty }

  /// The next hit, if it is known already; otherwise reads a unit, and gives nil.
  func next(_ report: inout SearchReport) throws -> Hit? {
    defer { moveBound() }
    if let hit = hits.popLast() { return hit }
    try readUnit(&report)
    return nil
  }

  private func readUnit(_ report: inout SearchReport) throws {
    guard let unit = units.popLast() else { return }
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
      guard line.time >= since, line.time <= until, request.stream ?? line.stream == line.stream else { continue }
      let message = messages.span.bytes.extracting(batch.range(of: index))
      guard matcher.matches(message) else { continue }
      hits.append(
        Hit(
          time: line.time, container: unit.container, stream: line.stream, flags: line.flags, epoch: unit.epoch,
          ordinal: unit.firstOrdinal + Int64(index), message: batch.message(index)))
    }
    if order == .oldestFirst { hits.reverse() }
  }

  private func moveBound() {
    switch order {
    case .oldestFirst:
      if let time = hits.last?.time ?? units.last?.minTime { bound = max(bound, time) }
    case .newestFirst:
      if let time = hits.last?.time ?? units.last?.maxTime { bound = min(bound, time) }
    }
  }
}
