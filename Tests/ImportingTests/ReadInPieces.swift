import Importing
import LogStore
import LogWire
import TestSupport

/// What a reader made of some bytes.
struct ReadResult: Equatable {
  var lines: [TestLine] = []
  var containers: [ContainerInfo] = []
  /// The bad records, as offsets and lengths.
  var bad: [BadPlace] = []
  var taken = 0
  var records = 0

  struct BadPlace: Equatable {
    var offset: Int
    var length: Int?
  }
}

extension RecordReader {
  /// Reads `bytes` that arrive in pieces which end at `cuts`, as an importer does, passing over what is bad.
  ///
  /// - Parameter container: whose lines are returned.
  func result(
    of bytes: [UInt8], cuts: [Int] = [], stopsSettled: Bool = false, container: Int = 0,
    given: [ContainerInfo] = [ContainerInfo(id: "0", name: "test")]
  ) -> ReadResult {
    var reader = self
    var lines = ImportedLines(given)
    var result = ReadResult()
    for end in cuts + [bytes.count] {
      let isEnd = end == bytes.count
      while true {
        let outcome = reader.read(
          bytes.span.bytes.extracting(result.taken..<end), isEnd: isEnd, stopsSettled: stopsSettled,
          into: &lines)
        result.taken += outcome.taken
        result.records += outcome.records
        if let bad = outcome.bad {
          result.bad.append(.init(offset: result.taken, length: bad.length))
          guard let length = bad.length else { break }
          result.taken += length
        } else if outcome.taken == 0 || result.taken == end {
          break
        }
      }
    }
    reader.finish(into: &lines)
    result.containers = lines.containers
    result.lines = lines.containers.isEmpty ? [] : lines[container].testLines
    return result
  }
}

/// The numbers at which `count` bytes can be cut in two.
func everyCut(of bytes: [UInt8]) -> [[Int]] { (0...bytes.count).map { [$0] } }
