/// Takes the frames off a command's output: each has a head of 8 bytes, the stream and, big-endian in the last four, the length
/// of what follows. Keeps a part of a head at most.
///
/// Source: "Stream format" at <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach>.
package struct ExecOutputDecoder {
  private var head: [UInt8] = []
  /// What the frame still has.
  private var left = 0

  /// Begins with a head.
  package init() {}

  /// Passes on the payloads, in the parts they come in.
  package mutating func consume(_ bytes: some Collection<UInt8>, _ output: (ArraySlice<UInt8>) -> Void) {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      if left > 0 {
        let payload = rest.prefix(left)
        output(payload)
        left -= payload.count
        rest = rest.dropFirst(payload.count)
        continue
      }
      let missing = rest.prefix(8 - head.count)
      head.append(contentsOf: missing)
      rest = rest.dropFirst(missing.count)
      guard head.count == 8 else { return }
      left = head[4...].reduce(0) { $0 << 8 | Int($1) }
      head.removeAll(keepingCapacity: true)
    }
  }
}
