import LogStore
import LogWire
import TestSupport

/// A line as the store names it.
struct StoredLine: Hashable {
  var id: String
  var epoch: Int64
  var ordinal: Int64
  var line: TestLine
}

extension ContainerInfo {
  /// A container whose id is made of its name.
  init(_ name: String) {
    self.init(id: name + String(repeating: "0", count: 64 - name.utf8.count), name: name)
  }
}

extension ContainerBatch {
  init(_ name: String, _ lines: [TestLine]) {
    self.init(container: ContainerInfo(name), lines: LineBatch(lines), openSince: nil)
  }
}
