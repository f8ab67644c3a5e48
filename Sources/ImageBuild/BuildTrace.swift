/// What BuildKit tells of a build's progress at a time: the fields that we use of its `StatusResponse`.
///
/// Source: <https://github.com/moby/buildkit/blob/v0.8.3/api/services/control/control.proto>.
package struct BuildTrace: Sendable, Hashable {
  /// A step of the build.
  package struct Vertex: Sendable, Hashable {
    /// What names it in the other messages.
    package var digest = ""
    /// What it does, in words.
    package var name = ""
    /// Whether its result was there already.
    package var isCached = false
    /// Whether it began.
    package var isStarted = false
    /// Whether it ended.
    package var isCompleted = false
    /// Why it failed; empty if it did not.
    package var error = ""
  }

  /// How far a part of a step is: a layer that is fetched, say.
  package struct Status: Sendable, Hashable {
    /// The part.
    package var id = ""
    /// The step.
    package var vertex = ""
    /// How much is done.
    package var current: Int64 = 0
    /// How much there is; 0 if that is not known.
    package var total: Int64 = 0
  }

  /// What a step wrote.
  package struct Log: Sendable, Hashable {
    /// The step.
    package var vertex = ""
    /// The bytes, from and to anywhere.
    package var bytes: [UInt8] = []
  }

  package var vertices: [Vertex] = []
  package var statuses: [Status] = []
  package var logs: [Log] = []

  /// Nothing.
  package init() {}

  /// Reads a message.
  ///
  /// - Throws: `Malformed` for bytes that are none.
  package init(parsing bytes: [UInt8]) throws(ProtobufReader.Malformed) {
    var reader = ProtobufReader(bytes[...])
    while let (field, value) = try reader.next() {
      switch field {
      case 1: vertices.append(try Vertex(parsing: value.bytes))
      case 2: statuses.append(try Status(parsing: value.bytes))
      case 3: logs.append(try Log(parsing: value.bytes))
      default: break
      }
    }
  }
}

extension BuildTrace.Vertex {
  fileprivate init(parsing bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
    var reader = ProtobufReader(bytes)
    while let (field, value) = try reader.next() {
      switch field {
      case 1: digest = value.text
      case 3: name = value.text
      case 4: isCached = value.number != 0
      case 5: isStarted = true
      case 6: isCompleted = true
      case 7: error = value.text
      default: break
      }
    }
  }
}

extension BuildTrace.Status {
  fileprivate init(parsing bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
    var reader = ProtobufReader(bytes)
    while let (field, value) = try reader.next() {
      switch field {
      case 1: id = value.text
      case 2: vertex = value.text
      case 4: current = Int64(bitPattern: value.number)
      case 5: total = Int64(bitPattern: value.number)
      default: break
      }
    }
  }
}

extension BuildTrace.Log {
  fileprivate init(parsing bytes: ArraySlice<UInt8>) throws(ProtobufReader.Malformed) {
    var reader = ProtobufReader(bytes)
    while let (field, value) = try reader.next() {
      switch field {
      case 1: vertex = value.text
      case 4: self.bytes = Array(value.bytes)
      default: break
      }
    }
  }
}
