package import LogStore
internal import LogWire

/// Reads what `lslog export` and `lslog search -o json` write, so that lines are what they were: bytes, time, stream, flags
/// and container. Epochs and ordinals are not taken over: they number the lines of one store.
///
/// Needed are `time`, `container`, and `message` or `message_base64`. Without `id` the container is the one that
/// ``ImportTarget`` makes up. `image`, `log_driver`, `tty` and `labels` hold for the container's lines from there on.
package struct ExportReader: RecordReader {
  private var times = LooseTimestampParser()
  package private(set) var state = ReaderState()
  private var message: [UInt8] = []
  /// The containers by the hash of what names them in a line.
  private var byIdentity: [UInt64: Int] = [:]
  /// The same by id, with what named them last.
  private var byID: [String: (index: Int, identity: UInt64)] = [:]
  private var last: (identity: UInt64, index: Int)?
  private let known: [String: ContainerInfo]

  /// - Parameter known: containers by id of which the store has more than each line says.
  package init(known: [ContainerInfo]) {
    self.known = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
  }

  package mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome {
    readJSONLines(bytes, isEnd: isEnd) { (line) throws(RecordFault) in
      try take(line, into: &lines)
      return false
    }
  }

  private mutating func take(_ line: RawSpan, into lines: inout ImportedLines) throws(RecordFault) {
    let members = try ExportMembers(line)
    let time = try times.moment(members.time, in: line)
    let stream = try LogStream(members.stream, in: line) ?? .stdout
    let flags = try members.flags(in: line)
    // Before the container, so that a line is taken whole or not at all.
    let copied = try copiedMessage(members, in: line)
    let container = try container(members, in: line, &lines)
    if let range = members.plainMessage, !copied {
      lines[container].append(message: line.extracting(range), time: time, stream: stream, flags: flags)
    } else {
      lines[container].append(message: message.span.bytes, time: time, stream: stream, flags: flags)
    }
  }

  /// Decodes the message, unless it stands in the line as it is.
  private mutating func copiedMessage(_ members: ExportMembers, in line: RawSpan) throws(RecordFault) -> Bool
  {
    message.removeAll(keepingCapacity: true)
    if case .string(let range, _) = members.base64 {
      try Base64.append(decoding: line.extracting(range), to: &message)
      return true
    }
    guard case .string(let range, let hasEscapes) = members.message else {
      throw RecordFault("no string \"message\"")
    }
    guard hasEscapes else { return false }
    try JSONText.append(line.extracting(range), to: &message)
    return true
  }

  /// The number of the line's container.
  private mutating func container(
    _ members: ExportMembers, in line: RawSpan, _ lines: inout ImportedLines
  ) throws(RecordFault) -> Int {
    let identity = members.identity(in: line)
    if let last, last.identity == identity, !members.describesContainer { return last.index }
    if let index = byIdentity[identity], !members.describesContainer,
      byID[lines.containers[index].id]?.identity == identity
    {
      last = (identity, index)
      return index
    }
    return try learn(members, in: line, identity: identity, &lines)
  }

  /// Takes note of a container that is new, or of which the line says something new.
  private mutating func learn(
    _ members: ExportMembers, in line: RawSpan, identity: UInt64, _ lines: inout ImportedLines
  ) throws(RecordFault) -> Int {
    let name = try members.text(members.container, in: line)
    guard let name, !name.isEmpty else { throw RecordFault("no string \"container\"") }
    let project = try members.text(members.project, in: line)
    let id = try members.text(members.id, in: line) ?? ImportTarget.id(name: name, project: project)
    let index = byID[id]?.index
    var info = index.map { lines.containers[$0] } ?? known[id] ?? ContainerInfo(id: id, name: name)
    info.name = name
    info.project = project
    info.resource = try members.text(members.resource, in: line)
    try members.describe(&info, in: line)
    let number: Int
    if let index {
      number = index
      lines.update(info, at: index)
    } else {
      number = lines.add(info)
    }
    byID[id] = (number, identity)
    byIdentity[identity] = number
    last = (identity, number)
    return number
  }
}
