/// The follows of a reactor, by slot, by ticket and by handler, with the moment at which each wants to be woken.
///
/// A slot is used again only after its follow is removed. Confined to the reactor's thread.
struct FollowTable {
  /// The deadline of a follow that wants none.
  static let never = Int64.max

  private var sessions: [FollowSession?] = []
  /// By slot, on the monotonic clock. Beside the sessions, so that looking for the earliest reads one short array.
  private var deadlines: [Int64] = []
  private var freeSlots: [Int] = []
  private var slotOfTicket: [ObjectIdentifier: Int] = [:]
  private var slotOfHandler: [ObjectIdentifier: Int] = [:]

  /// The follow in a slot; nil when it is gone.
  subscript(slot: Int) -> FollowSession? {
    sessions.indices.contains(slot) ? sessions[slot] : nil
  }

  /// The slot of a ticket's follow.
  func slot(of ticket: FollowTicket) -> Int? { slotOfTicket[ObjectIdentifier(ticket)] }

  /// The slot of the follow that a handler serves.
  func slot(ofHandler handler: ObjectIdentifier) -> Int? { slotOfHandler[handler] }

  /// Every slot that is taken.
  var takenSlots: [Int] { sessions.indices.filter { sessions[$0] != nil } }

  /// Puts a follow into a slot.
  mutating func insert(_ session: FollowSession) -> Int {
    let handler = ObjectIdentifier(session.handler)
    precondition(
      slotOfHandler[handler] == nil, "a FollowHandler serves two follows at a time: \(session.handler)")
    let slot = freeSlots.popLast() ?? sessions.count
    if slot == sessions.count {
      sessions.append(session)
      deadlines.append(Self.never)
    } else {
      sessions[slot] = session
    }
    slotOfTicket[ObjectIdentifier(session.ticket)] = slot
    slotOfHandler[handler] = slot
    return slot
  }

  /// Takes a follow out.
  mutating func remove(_ slot: Int) -> FollowSession? {
    guard let session = self[slot] else { return nil }
    sessions[slot] = nil
    deadlines[slot] = Self.never
    slotOfTicket[ObjectIdentifier(session.ticket)] = nil
    slotOfHandler[ObjectIdentifier(session.handler)] = nil
    freeSlots.append(slot)
    return session
  }

  /// Sets when a follow is to be woken; nil for never.
  mutating func setDeadline(_ deadline: Int64?, of slot: Int) {
    deadlines[slot] = deadline ?? Self.never
  }

  /// The earliest deadline of all, or ``never``. Reads all: some hundred words.
  var earliestDeadline: Int64 { deadlines.min() ?? Self.never }

  /// Takes out the deadlines that have passed, and names their slots.
  mutating func takeDue(at now: Int64) -> [Int] {
    let due = deadlines.indices.filter { deadlines[$0] <= now }
    for slot in due { deadlines[slot] = Self.never }
    return due
  }
}
