internal import CSystemd
internal import Glibc

/// Reads back what this user's processes wrote to the journal of this machine.
package struct JournalReader: Sendable {
  /// `NAME=value` of the fields that an entry must have.
  private let matches: [String]

  /// - Parameter matches: all of them must hold. That the entry is of this user, by the word of the kernel, is asked beside.
  package init(matches: [String]) {
    self.matches = matches + ["_UID=\(getuid())"]
  }

  /// The values of a field that is a whole number, newest entry first, for as long as `isWanted` says so; those of entries without it are
  /// passed over.
  ///
  /// The journal is opened anew, so that files that journald has begun meanwhile are seen. What this user may not read is
  /// missing, which is no error.
  ///
  /// - Throws: ``JournalError`` when the journal can't be opened or read.
  package func numbers(in field: String, while isWanted: (Int64) -> Bool) throws(JournalError) -> [Int64] {
    var journal: OpaquePointer?
    let opened = sd_journal_open(&journal, Int32(SD_JOURNAL_LOCAL_ONLY))
    guard opened >= 0, let journal else { throw JournalError("the journal can't be opened", code: opened) }
    defer { sd_journal_close(journal) }
    for match in matches {
      let result = sd_journal_add_match(journal, match, 0)
      guard result >= 0 else {
        throw JournalError("the journal can't be searched for \(match)", code: result)
      }
    }
    let sought = sd_journal_seek_tail(journal)
    guard sought >= 0 else { throw JournalError("the journal's end can't be found", code: sought) }
    var found: [Int64] = []
    while true {
      let step = sd_journal_previous(journal)
      guard step >= 0 else { throw JournalError("the journal can't be read", code: step) }
      guard step > 0 else { return found }
      guard let number = Self.number(journal, field) else { continue }
      guard isWanted(number) else { return found }
      found.append(number)
    }
  }

  private static func number(_ journal: OpaquePointer, _ field: String) -> Int64? {
    var data: UnsafeRawPointer?
    var length = 0
    guard sd_journal_get_data(journal, field, &data, &length) >= 0, let data else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: length).dropFirst(field.utf8.count + 1)
    return Int64(String(decoding: bytes, as: UTF8.self))
  }
}
