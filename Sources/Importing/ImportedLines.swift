package import LogStore
package import LogWire

/// The lines that were read and not stored yet, by container. What is emptied keeps its memory.
package struct ImportedLines: Sendable {
  /// So many bytes of one container are stored at once; they become a block as they are. What is read at once has a little more,
  /// with its line ends.
  static let batchBytes = 896 << 10
  /// Lines cost more than their bytes: empty ones must not be free.
  static let batchLines = 1 << 16
  /// So many bytes of all containers are stored at once.
  static let totalBytes = 8 << 20

  package private(set) var containers: [ContainerInfo] = []
  private var batches: [LineBatch] = []

  package init(_ containers: [ContainerInfo] = []) {
    for container in containers { _ = add(container) }
  }

  /// The lines of a container.
  package subscript(container: Int) -> LineBatch {
    _read { yield batches[container] }
    _modify { yield &batches[container] }
  }

  /// Adds a container; returns its number here.
  mutating func add(_ container: ContainerInfo) -> Int {
    containers.append(container)
    batches.append(LineBatch())
    return containers.count - 1
  }

  /// Says anew what is known of a container.
  mutating func update(_ container: ContainerInfo, at index: Int) {
    containers[index] = container
  }

  var isEmpty: Bool { batches.allSatisfy(\.isEmpty) }
  /// How many lines of all containers there are.
  package var count: Int { batches.reduce(0) { $0 + $1.count } }
  /// How many bytes their messages have.
  var bytes: Int { batches.reduce(0) { $0 + $1.bytes.count } }

  /// Whether it is time to store them.
  var isDue: Bool {
    batches.contains { $0.bytes.count >= Self.batchBytes || $0.count >= Self.batchLines }
      || bytes >= Self.totalBytes
  }

  /// The lines as the store takes them, without the containers that have none.
  var containerBatches: [ContainerBatch] {
    batches.indices.filter { !batches[$0].isEmpty }.map { index in
      ContainerBatch(container: containers[index], lines: batches[index], openSince: nil, isReadOn: false)
    }
  }

  /// Removes all lines, keeping the containers.
  package mutating func removeAll() {
    for index in batches.indices { batches[index].removeAll() }
  }
}
