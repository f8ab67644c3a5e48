internal import Glibc

/// A text file, for `grep`; and beside it one with the lines of the middle of the time.
struct TextDesign: StoreDesign {
  /// What is added to the path for the lines of the middle.
  static let middleSuffix = ".middle"

  private let path: String
  private let descriptor: Int32
  private let middle: Int32

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    middle = open(path + Self.middleSuffix, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0, middle >= 0 else {
      throw TextFile.Failure(description: "\(path): \(String(cString: strerror(errno)))")
    }
  }

  func store(_ pieces: [Corpus.Piece]) throws {
    for piece in pieces {
      try TextFile.write(piece.text, to: descriptor, path: path)
      try TextFile.write(piece.middleText, to: middle, path: path)
    }
  }

  func seal() {
    close(descriptor)
    close(middle)
  }

  func storedBytes() -> Int { TextFile.size(path) }
}
