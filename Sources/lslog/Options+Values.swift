internal import ArgumentParser
internal import Importing
internal import LogQuery
internal import LogWire
internal import Quantities
internal import Terminal

extension OutputFormat: ExpressibleByArgument {}

extension ColorMode: ExpressibleByArgument {}

extension HitGrouping: ExpressibleByArgument {}

extension ImportFormat: ExpressibleByArgument {}

extension ByteCount {
  /// What an option takes as a size.
  ///
  /// - Throws: `ValidationError`, which says what was expected.
  static func option(_ text: String) throws -> ByteCount {
    do { return try ByteCount(parsing: text) } catch { throw ValidationError("\(error)") }
  }
}

extension Duration {
  /// What an option takes as a length of time.
  ///
  /// - Throws: `ValidationError`, which says what was expected.
  static func option(_ text: String) throws -> Duration {
    do { return try Duration(parsing: text) } catch { throw ValidationError("\(error)") }
  }
}

/// What `--stream` takes.
enum StreamOption: String, ExpressibleByArgument, CaseIterable {
  case stdout
  case stderr

  var stream: LogStream {
    switch self {
    case .stdout: .stdout
    case .stderr: .stderr
    }
  }
}
