internal import Glibc

/// Texts by number, and numbers by text: a pool of bytes and a hash table.
///
/// Owns its memory: the texts, and about 24 bytes for each.
struct TemplateTable: ~Copyable {
  private struct Entry {
    var hash: UInt64
    var start: UInt32
    var count: UInt32
  }

  private(set) var count = 0
  private var pool: UnsafeMutablePointer<UInt8>
  private(set) var poolCount = 0
  private var poolCapacity = 1 << 16
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCapacity = 1 << 10
  /// Open addressing over numbers plus one; 0 is free.
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotCount = 1 << 12

  init() {
    pool = .allocate(capacity: poolCapacity)
    entries = .allocate(capacity: entryCapacity)
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
  }

  deinit {
    pool.deallocate()
    entries.deallocate()
    slots.deallocate()
  }

  func text(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    precondition(number < count, "template \(number) of \(count)")
    let entry = entries[number]
    return UnsafeBufferPointer(start: pool + Int(entry.start), count: Int(entry.count))
  }

  /// The number of a text; it is added if it is new. Nil if there is no room for a new one.
  @inline(__always)
  mutating func number(of bytes: UnsafePointer<UInt8>, count length: Int) -> Int? {
    let hash = Self.hash(bytes, length)
    var slot = place(of: hash)
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      let entry = entries[number]
      if entry.hash == hash, Int(entry.count) == length,
        memcmp(pool + Int(entry.start), bytes, length) == 0
      {
        return number
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    guard count < TemplateDictionary.maximumCount, poolCount + length <= TemplateDictionary.maximumBytes
    else {
      return nil
    }
    append(bytes, count: length)
    return count - 1
  }

  /// Adds a text, which is not there yet.
  @inline(never)
  mutating func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    if poolCount + length > poolCapacity {
      (pool, poolCapacity) = Self.grown(pool, used: poolCount, to: max(poolCapacity * 2, poolCount + length))
    }
    if count == entryCapacity { (entries, entryCapacity) = Self.grown(entries, used: count, to: count * 2) }
    (pool + poolCount).update(from: bytes, count: length)
    (entries + count).initialize(
      to: Entry(hash: Self.hash(bytes, length), start: UInt32(poolCount), count: UInt32(length)))
    poolCount += length
    count += 1
    if count * 2 > slotCount { rebuild() } else { insert(count - 1) }
  }

  /// Adds the text of no bytes, that of an empty line.
  mutating func appendEmpty() {
    append(UnsafePointer(pool), count: 0)
  }

  /// Forgets the texts from number `newCount` on.
  mutating func removeLast(downTo newCount: Int) {
    while count > newCount {
      // The last one that went in is the last of its chain of slots: nothing behind it was put there because of it.
      var slot = place(of: entries[count - 1].hash)
      while Int(slots[slot]) != count { slot = (slot + 1) & (slotCount - 1) }
      slots[slot] = 0
      count -= 1
      poolCount = Int(entries[count].start)
    }
  }

  @inline(__always)
  private func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 20) & (slotCount - 1) }

  private mutating func insert(_ number: Int) {
    var slot = place(of: entries[number].hash)
    while slots[slot] != 0 { slot = (slot + 1) & (slotCount - 1) }
    slots[slot] = UInt32(number + 1)
  }

  private mutating func rebuild() {
    slots.deallocate()
    slotCount *= 4
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    for number in 0..<count { insert(number) }
  }

  private static func grown<Element>(
    _ old: UnsafeMutablePointer<Element>, used: Int, to capacity: Int
  ) -> (UnsafeMutablePointer<Element>, Int) {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.moveInitialize(from: old, count: used)
    old.deallocate()
    return (new, capacity)
  }

  @inline(__always)
  private static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    let raw = UnsafeRawPointer(bytes)
    var state = UInt64(count)
    var index = 0
    while index + 8 <= count {
      state = mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0x9E37_79B9_7F4A_7C15)
      index += 8
    }
    var rest: UInt64 = 0
    while index < count {
      rest = rest << 8 | UInt64(bytes[index])
      index += 1
    }
    return mix(state ^ rest, 0xD6E8_FEB8_6659_FD93)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
