internal import HealthStore
internal import Journal
package import LogWire
package import Logging

/// Makes an entry of the journal of every transition, each once.
///
/// That journald was sent an entry is no promise that it has it. So a transition counts as told once its entry can be read in the journal, and
/// what can already be read is not sent: neither a lslogd nor a journald that is killed at any moment leaves one out, or
/// makes two. Where the journal can't be read, entries count as told when they were sent, and one may come twice after lslogd
/// was killed.
package actor JournalChannel {
  /// Entries that were sent and not read back yet.
  private struct Sent {
    var news: [HealthNews]
    var at: Timestamp
  }

  /// How long journald may take until an entry can be read.
  static let patience = Duration.seconds(5)
  private static let pause = Duration.seconds(5)
  /// How often is looked for what was sent.
  private static let glance = Duration.milliseconds(20)
  private static let newsLimit = 100

  private let name: String
  private let selection: ChannelSelection
  private let database: HealthDatabase
  private let identity: String
  private let reader: JournalReader
  private let logger: Logger
  private var socket = JournalSocket()
  private var reported: Int64?
  private var sent: Sent?
  /// Whether some of the news may be in the journal already, since an earlier process or journald was killed.
  private var isInDoubt = true
  /// Whether what is sent can be read; believed until it is known better.
  private var canRead = true
  private var failed = false
  private var seen: (version: Int64, due: Timestamp)?

  /// - Throws: when `health.db` can't be opened.
  package init(name: String, selection: ChannelSelection = .all, database path: String, logger: Logger) throws
  {
    self.name = name
    self.selection = selection
    database = try HealthDatabase(path: path, access: .write)
    identity = try database.identity()
    reader = JournalReader(matches: [
      "MESSAGE_ID=\(HealthJournalEntry.messageID)", "LSLOG_HEALTH_DATABASE=\(identity)",
      "LSLOG_HEALTH_CHANNEL=\(name)",
    ])
    var logger = logger
    logger[metadataKey: "channel.name"] = "\(name)"
    self.logger = logger
  }

  /// Does the next thing that is to be done; waits for nothing.
  package func step(now: Timestamp) -> ChannelStep {
    do {
      let step = try sent == nil ? look(now: now) : confirm(now: now)
      if failed { logger.notice("the channel works again") }
      failed = false
      return step
    } catch {
      if !failed {
        logger.warning("the channel does not work; trying again", metadata: ["error": "\(error)"])
      }
      failed = true
      // What was sent lately may be lost with the journald that it was sent to.
      sent = nil
      isInDoubt = true
      return .idle(until: now + Self.pause)
    }
  }

  private func look(now: Timestamp) throws -> ChannelStep {
    let version = try database.version()
    if let seen, seen.version == version, now < seen.due, seen.due <= now + Self.pause {
      return .idle(until: seen.due)
    }
    let reported = try place()
    let stored = try database.news(after: reported, limit: Self.newsLimit)
    let news = stored.prefix { item in
      item.isSettled || item.recorded + AlertPlanner.patience <= now
        || item.recorded > now + AlertPlanner.patience
    }
    guard let last = news.last else {
      seen = (version, now + (stored.isEmpty ? Self.pause : .milliseconds(100)))
      return .idle(until: now + Self.pause)
    }
    seen = nil
    var wanted = news.filter { selection.matches(Subject($0.transition)) }
    if isInDoubt, !wanted.isEmpty {
      let present = try numbers(after: reported)
      wanted.removeAll { present.contains($0.transition.number) }
    }
    isInDoubt = false
    try send(wanted)
    guard canRead, !wanted.isEmpty else {
      try note(last.transition.number)
      return .acted
    }
    sent = Sent(news: Array(news), at: now)
    return .acted
  }

  /// The number of the last transition that was told; a new channel begins with now.
  private func place() throws -> Int64 {
    if let reported { return reported }
    if let stored = try database.reported(to: name) {
      reported = stored
      return stored
    }
    let newest = try database.newestTransition()
    try note(newest)
    return newest
  }

  private func send(_ news: [HealthNews]) throws {
    guard !news.isEmpty else { return }
    try socket.checkReceiver()
    for item in news {
      try socket.send(HealthJournalEntry.make(item.transition, channel: name, database: identity))
    }
    try socket.checkReceiver()
  }

  /// Looks whether what was sent can be read.
  private func confirm(now: Timestamp) throws -> ChannelStep {
    guard let sent, let last = sent.news.last else { return .acted }
    try socket.checkReceiver()
    let present = try numbers(after: reported ?? 0)
    let isThere = sent.news.allSatisfy {
      !selection.matches(Subject($0.transition)) || present.contains($0.transition.number)
    }
    if !isThere, canRead, now < sent.at + Self.patience, now >= sent.at {
      return .idle(until: now + Self.glance)
    }
    if !isThere, canRead {
      canRead = false
      logger.warning(
        "what was sent to the journal can't be read there; going on without a look",
        metadata: [
          "remedy":
            "run lslogd as a member of the group systemd-journal, or look whether journald stores what it gets, or drops it"
        ])
    }
    try note(last.transition.number)
    self.sent = nil
    return .acted
  }

  private func numbers(after reported: Int64) throws -> Set<Int64> {
    guard canRead else { return [] }
    do throws(JournalError) {
      return Set(try reader.numbers(in: HealthJournalEntry.numberField) { $0 > reported })
    } catch {
      canRead = false
      logger.warning("the journal can't be read; going on without a look", metadata: ["error": "\(error)"])
      return []
    }
  }

  private func note(_ number: Int64) throws {
    try database.note(channel: name, reported: number, alerts: [])
    reported = number
  }
}
