package import LogWire

/// Something that happened in an import and that a person should know of.
package enum ImportNotice: Sendable, Equatable, CustomStringConvertible {
  /// The format was guessed.
  case guessed(path: String, format: ImportFormat)
  /// The file was imported to its end before.
  case complete(path: String, lines: Int64, at: Timestamp)
  /// The import goes on where one before it ended.
  case resumed(path: String, offset: Int64, lines: Int64)
  /// If this import is broken off it can't be gone on with: it is a pipe.
  case notResumable(path: String)
  /// A record was passed over.
  case passedOver(path: String, format: ImportFormat, number: Int64, offset: Int64, what: String)
  /// A damaged segment was set aside.
  case setAside(path: String, reason: String)

  package var description: String {
    switch self {
    case .guessed(let path, let format):
      "\(path): taken for \(format.rawValue) (--format says otherwise)"
    case .complete(let path, let lines, let time):
      "\(path): was imported whole (\(lines) lines, at \(time.description.prefix(19))Z): nothing to do; --again imports it once more"
    case .resumed(let path, let offset, let lines):
      "\(path): goes on at byte \(offset); \(lines) lines were imported before"
    case .notResumable(let path):
      "\(path): a pipe; if this import is broken off, another would begin anew and store lines twice"
    case .passedOver(let path, let format, let number, let offset, let what):
      "\(path): \(format.recordName) \(number), at byte \(offset), passed over: \(what)"
    case .setAside(let path, let reason):
      "\(path): damaged and set aside (\(reason)); what was imported into it can be imported again"
    }
  }
}
