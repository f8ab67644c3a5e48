internal import ArgumentParser
internal import Importing
internal import LogWire
internal import Terminal

extension OutputFormat: ExpressibleByArgument {}

extension ColorMode: ExpressibleByArgument {}

extension ImportFormat: ExpressibleByArgument {}

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
