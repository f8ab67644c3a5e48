import LogQuery
import LogStore
import LogWire
import TestSupport
import Testing

/// Following a store that is written between two looks at it.
struct FollowSearchTests {
  /// A follow whose pauses are the turns of a writer.
  private final class Follow {
    let scene: LogScene
    private(set) var found: [Hit] = []
    private(set) var problems: [String] = []
    private var turns: [() throws -> Void] = []

    init(_ scene: LogScene) { self.scene = scene }

    /// What was found, as text.
    var messages: [String] { found.map { String(decoding: $0.message, as: UTF8.self) } }

    /// Each pause in which nothing more is to be had takes one of the turns; the last is followed by the end.
    func run(_ request: SearchRequest, _ turns: [() throws -> Void], stopAfter: Int = .max) throws {
      self.turns = turns.reversed()
      let search = FollowSearch(request, layout: scene.layout) { self.problems.append($0) }
      try search.run(pause: { round in try self.pause(round) }) { hit in
        self.found.append(hit)
        return self.found.count < stopAfter
      }
      #expect(search.hits == found.count)
    }

    private func pause(_ round: FollowSearch.Round) throws -> Bool {
      guard round == .upToDate else { return true }
      guard let turn = turns.popLast() else { return false }
      try turn()
      return true
    }
  }

  @Test func storedHitsComeFirstAndThenThoseThatAreAdded() throws {
    let scene = try LogScene()
    try scene.write("web", ["old error 1", "fine", "old error 2", "old error 3"])
    let follow = Follow(scene)
    let request = SearchRequest(query: try Query(parsing: "error"), limit: 2)
    try follow.run(
      request,
      [
        {}, { try scene.write("web", ["new error 1", "fine"]) }, {},
        { try scene.write("job", ["new error 2"]) }, { try scene.write("web", ["fine"]) },
        { try scene.write("web", ["new error 3"]) },
      ])
    #expect(follow.messages == ["old error 2", "old error 3", "new error 1", "new error 2", "new error 3"])
    #expect(follow.problems.isEmpty)
  }

  @Test func followEndsWhenNobodyWantsMore() throws {
    let scene = try LogScene()
    try scene.write("web", ["1"])
    let follow = Follow(scene)
    try follow.run(SearchRequest(), [{ try scene.write("web", ["2", "3", "4"]) }, {}], stopAfter: 2)
    #expect(follow.messages == ["1", "2"])
    let stored = Follow(scene)
    try stored.run(SearchRequest(), [], stopAfter: 3)
    #expect(stored.messages == ["1", "2", "3"])
  }

  @Test func onlyNewLinesAreGivenIfNoStoredOnesAreAskedFor() throws {
    let scene = try LogScene()
    try scene.write("web", ["old"])
    let follow = Follow(scene)
    try follow.run(SearchRequest(limit: 0), [{ try scene.write("web", ["new"]) }])
    #expect(follow.messages == ["new"])
  }

  @Test func linesThatAreTooOldAreLeftOut() throws {
    let scene = try LogScene()
    let follow = Follow(scene)
    let request = SearchRequest(since: Timestamp(nanoseconds: LogScene.start))
    try follow.run(
      request,
      [{ try scene.write("web", ["long ago"], ago: 3600) }, { try scene.write("web", ["now"]) }])
    #expect(follow.messages == ["now"])
  }

  @Test func onlyTheContainersThatAreAskedForAreGiven() throws {
    let scene = try LogScene()
    let follow = Follow(scene)
    let request = SearchRequest(containers: try ContainerFilter(names: ["w*"], projects: [], resources: []))
    try follow.run(
      request,
      [
        { try scene.write("web", ["1"]) }, { try scene.write("job", ["2"]) },
        { try scene.write("web", ["3"]) },
        { try scene.write("worker", ["4"]) }, { try scene.write("job", ["5"]) },
      ])
    #expect(follow.messages == ["1", "3", "4"])
  }

  @Test func hitsOfOneRoundAreInTheOrderOfTheirTimes() throws {
    let scene = try LogScene()
    let follow = Follow(scene)
    try follow.run(
      SearchRequest(),
      [
        {
          try scene.write("web", ["2"])
          try scene.write("job", ["1"], ago: 60)
          try scene.write("db", ["3"])
          // Within a container the order of its log rules.
          try scene.write("db", ["4"], ago: 120)
        }
      ])
    #expect(follow.messages == ["1", "2", "3", "4"])
  }

  @Test func importedLinesAreFoundButNotWaitedFor() throws {
    let scene = try LogScene(shard: StoreLayout.importShard)
    try scene.write("file", ["old"])
    let follow = Follow(scene)
    try follow.run(SearchRequest(), [{ try scene.write("file", ["new"]) }])
    #expect(follow.messages == ["old"])
  }

  @Test func logThatGrowsByManyBlocksIsGivenWhole() throws {
    let scene = try LogScene()
    try scene.restart()
    let follow = Follow(scene)
    let lines = (0..<5000).map { "line \($0)" }
    try follow.run(
      SearchRequest(),
      [
        {
          for start in stride(from: 0, to: 4000, by: 1000) {
            try scene.write("web", Array(lines[start..<start + 1000]))
            if start == 1000 { try scene.startNewSegment() }
          }
        }, { try scene.write("web", Array(lines[4000...])) },
      ])
    #expect(follow.messages == lines)
  }

  @Test func segmentThatRetentionDeletesBeforeItIsReadLeavesAGap() throws {
    let scene = try LogScene()
    let follow = Follow(scene)
    try follow.run(
      SearchRequest(),
      [
        { try scene.write("web", ["1"]) },
        {
          // Of these three segments the first one can't be sealed, since it is still read.
          try scene.write("web", ["2"])
          try scene.startNewSegment()
          try scene.write("web", ["3"])
          try scene.startNewSegment()
          try scene.write("web", ["4"])
          try scene.maintain()
          try scene.maintain(retention: .init(bytes: 0))
        }, { try scene.write("web", ["5"]) },
      ])
    #expect(follow.messages == ["1", "2", "4", "5"])
    #expect(follow.problems.isEmpty)
  }

  /// Whatever the writer does between two looks.
  @Test(arguments: UInt64(7000)..<7024)
  func everyLineComesOnceAndInTheOrderOfItsLog(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let scene = try LogScene()
    try scene.restart()
    var written: [String: [String]] = [:]
    func step() throws {
      switch random.number(0...9) {
      case 0: try scene.startNewSegment()
      case 1: try scene.maintain()
      case 2: try scene.restart()
      default:
        let name = "c\(random.number(0...4))"
        let first = written[name]?.count ?? 0
        let count = random.number(0...12) == 0 ? 700 : random.number(1...5)
        let lines = (first..<first + count).map { "\(name) \($0)" }
        written[name, default: []] += lines
        try scene.write(name, lines, ago: Int64(random.number(0...3)))
      }
    }
    for _ in 0..<random.number(0...12) { try step() }
    let follow = Follow(scene)
    let turns = (0..<30).map { _ in
      let steps = random.number(0...4)
      return { for _ in 0..<steps { try step() } }
    }
    try follow.run(SearchRequest(), turns)
    var found: [String: [String]] = [:]
    for hit in follow.found {
      found[hit.container.name, default: []].append(String(decoding: hit.message, as: UTF8.self))
    }
    #expect(found == written, "seed \(seed)")
    #expect(follow.problems.isEmpty)
  }

  @Test(arguments: UInt64(7100)..<7112)
  func linesThatAreStoredDuringTheFirstSearchComeOnce(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let scene = try LogScene()
    try scene.restart()
    var written = 0
    func write() throws {
      let count = random.number(1...400)
      try scene.write("c\(random.number(0...3))", (written..<written + count).map { "\($0)" })
      written += count
      if random.number(0...5) == 0 { try scene.startNewSegment() }
    }
    for _ in 0..<4 { try write() }
    var found: [String] = []
    var turns = 3
    let search = FollowSearch(SearchRequest(), layout: scene.layout) { Issue.record("\($0)") }
    try search.run(
      pause: { round in
        if round == .upToDate { turns -= 1 }
        return turns > 0
      },
      { hit in
        found.append(String(decoding: hit.message, as: UTF8.self))
        if found.count % 50 == 1, written < 4000 { try write() }
        return true
      })
    #expect(found.count == written)
    #expect(Set(found).count == written)
  }
}
