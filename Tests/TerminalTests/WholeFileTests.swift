import FoundationEssentials
import Glibc
import Terminal
import TestSupport
import Testing

struct WholeFileTests {
  private func names(_ folder: TestFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }

  @Test func fileIsThereWhenItIsCommitted() throws {
    let folder = try TestFolder()
    try Data("old".utf8).write(to: URL(filePath: folder.file("out")))
    var file = try WholeFile(path: folder.file("out"))
    #expect(write(file.descriptor, "new", 3) == 3)
    #expect(try Data(contentsOf: URL(filePath: folder.file("out"))) == Data("old".utf8))
    try file.commit()
    #expect(try Data(contentsOf: URL(filePath: folder.file("out"))) == Data("new".utf8))
    #expect(try names(folder) == ["out"])
  }

  @Test func nothingIsLeftOfWhatWasNotCommitted() throws {
    let folder = try TestFolder()
    do {
      let file = try WholeFile(path: folder.file("out"))
      #expect(write(file.descriptor, "new", 3) == 3)
    }
    #expect(try names(folder).isEmpty)
  }

  @Test func missingFolderIsAnError() throws {
    #expect(throws: OutputError.self) { _ = try WholeFile(path: "/nowhere/at/all") }
  }
}
