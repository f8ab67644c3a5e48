package import SQLite

/// Why the store, a segment or a block can't be used.
package enum StoreError: Error, Sendable, CustomStringConvertible {
  /// A call of the file system failed.
  case file(path: String, action: String, errno: Int32)
  case database(SQLiteError)
  /// The segment has a schema that this version does not know.
  case schema(path: String, version: Int64, supported: Int64)
  /// The file is a database, but no segment of lslog.
  case notASegment(path: String)
  /// The bytes of a block don't decode.
  case damagedBlock(path: String, block: Int64, what: String)
  /// The bytes of a piece of the tail don't decode.
  case damagedTail(path: String, container: Int64, what: String)
  /// A part of the index does not decode.
  case damagedIndex(path: String, run: Int64, what: String)
  /// A template of a segment is missing, or not what was written.
  case damagedTemplates(path: String, number: Int)
  /// Another process writes the shard.
  case shardInUse(path: String, pid: Int32?)
  /// A block in a codec that this version does not know.
  case unknownCodec(path: String, block: Int64, codec: Int64)

  package var description: String {
    switch self {
    case .file(let path, let action, let errno):
      "\(path): can't \(action): \(SystemCall.message(of: errno))"
    case .database(let error):
      error.description
    case .schema(let path, let version, let supported):
      "\(path): the segment has schema \(version), this version reads \(supported); use \(version > supported ? "a newer" : "the older") lslog"
    case .notASegment(let path):
      "\(path): not a segment of lslog"
    case .damagedBlock(let path, let block, let what):
      "\(path): block \(block) is damaged: \(what)"
    case .damagedTail(let path, let container, let what):
      "\(path): the tail of container \(container) is damaged: \(what)"
    case .damagedIndex(let path, let run, let what):
      "\(path): run \(run) of the index is damaged: \(what)"
    case .damagedTemplates(let path, let number):
      "\(path): the templates are damaged: number \(number) is missing or was changed"
    case .shardInUse(let path, let pid):
      "\(path): another import is running\(pid.map { " (pid \($0))" } ?? ""); wait until it has ended"
    case .unknownCodec(let path, let block, let codec):
      "\(path): block \(block) has codec \(codec), which this version does not know; use a newer lslog"
    }
  }

  /// The file itself is bad, not the moment: it should be set aside.
  package var isDamage: Bool {
    switch self {
    case .database(let error): error.isCorruption
    case .notASegment, .damagedBlock, .damagedTail, .damagedIndex, .damagedTemplates: true
    case .file, .schema, .shardInUse, .unknownCodec: false
    }
  }
}
