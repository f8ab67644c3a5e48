package import ContainerRuntime
internal import Glibc
internal import Synchronization

/// `lslog logs`: writes the lines of containers, those of stdout to stdout and those of stderr to stderr.
///
/// Of several resources each line begins with the resource's name, in a column. On a terminal lines are made inert; elsewhere
/// their bytes stay as they are.
package final class StackLogWriter: Sendable {
  /// One of the two outputs.
  private struct Side: ~Copyable {
    var output: OutputBuffer
    let isTerminal: Bool
    let isColored: Bool
    /// Whose line has no end yet.
    var open: String?
  }

  private struct Sides: ~Copyable {
    var standard: Side
    var errors: Side
  }

  private let sides: Mutex<Sides>
  /// The prefix of each resource's lines, without and with colour; none where there is one resource.
  private let prefixes: [String: (plain: String, colored: String)]

  /// - Parameters:
  ///   - resources: whose lines may come.
  ///   - isLive: whether each line is to be seen at once; on a terminal it always is.
  ///   - color: whether prefixes have colours.
  ///   - variables: the environment, for `NO_COLOR`.
  ///   - standard: where stdout goes.
  ///   - errors: where stderr goes.
  package init(
    resources: [String], isLive: Bool, color: ColorMode, variables: [String: String],
    standard: Int32 = STDOUT_FILENO, errors: Int32 = STDERR_FILENO
  ) {
    let names = Set(resources).map { ($0, InertText.inert($0)) }
    let width = names.map { DisplayWidth.columns($0.1) }.max() ?? 0
    prefixes =
      names.count < 2
      ? [:]
      : Dictionary(
        uniqueKeysWithValues: names.map { name, shown in
          let padding = String(repeating: " ", count: width - DisplayWidth.columns(shown))
          let colored = TextStyle.stable(for: name).applied(to: "\(shown)\(padding) |", colored: true)
          return (name, ("\(shown)\(padding) | ", "\(colored) "))
        })
    func side(_ descriptor: Int32) -> Side {
      let isTerminal = isatty(descriptor) == 1
      return Side(
        output: OutputBuffer(descriptor: descriptor, flushesEachLine: isLive || isTerminal),
        isTerminal: isTerminal,
        isColored: color.isColored(onTerminal: isTerminal, environment: variables))
    }
    sides = Mutex(Sides(standard: side(standard), errors: side(errors)))
  }

  /// Writes a line, or a part of one; from any task.
  ///
  /// - Throws: ``OutputError``.
  package func write(_ chunk: LogChunk, of resource: String) throws(OutputError) {
    let prefix = prefixes[resource]
    try sides.withLock { sides throws(OutputError) in
      switch chunk.stream {
      case .stdout: try Self.write(chunk.bytes, of: resource, prefix, to: &sides.standard)
      case .stderr: try Self.write(chunk.bytes, of: resource, prefix, to: &sides.errors)
      }
    }
  }

  /// Writes what has gathered; a last line without an end gets one where it is shown to a person.
  ///
  /// - Throws: ``OutputError``.
  package func finish() throws(OutputError) {
    let endsLines = !prefixes.isEmpty
    try sides.withLock { sides throws(OutputError) in
      try Self.finish(&sides.standard, endsLines: endsLines)
      try Self.finish(&sides.errors, endsLines: endsLines)
    }
  }

  private static func write(
    _ bytes: [UInt8], of resource: String, _ prefix: (plain: String, colored: String)?, to side: inout Side
  ) throws(OutputError) {
    let newline = UInt8(ascii: "\n")
    let (isContinued, isBroken) = (side.open == resource, side.open != nil && side.open != resource)
    let (isTerminal, isColored) = (side.isTerminal, side.isColored)
    side.open = bytes.last == newline ? nil : resource
    try side.output.append { output in
      if isBroken, prefix != nil { output.append(newline) }
      if let prefix, !isContinued {
        output.append(contentsOf: (isColored ? prefix.colored : prefix.plain).utf8)
      }
      guard isTerminal else { return output.append(contentsOf: bytes) }
      var line = bytes[...]
      if line.last == newline { line.removeLast() }
      if line.count < bytes.count, line.last == UInt8(ascii: "\r") { line.removeLast() }
      InertText.append(Array(line).span, to: &output)
      if bytes.last == newline { output.append(newline) }
    }
  }

  private static func finish(_ side: inout Side, endsLines: Bool) throws(OutputError) {
    if side.open != nil, endsLines || side.isTerminal {
      side.open = nil
      try side.output.append { $0.append(UInt8(ascii: "\n")) }
    }
    try side.output.flush()
  }
}
