import ContainerRuntime
import Glibc
import Terminal
import TestSupport
import Testing

struct StackLogWriterTests {
  private static func chunk(_ text: String, _ stream: LogChunk.Stream = .stdout) -> LogChunk {
    LogChunk(stream: stream, time: 0, bytes: Array(text.utf8))
  }

  /// What goes to stdout and to stderr, which are files.
  private static func written(
    _ resources: [String], color: ColorMode = .never, _ body: (StackLogWriter) throws -> Void
  ) throws -> (String, String) {
    let folder = try TestFolder()
    let files = ["out", "err"].map { open(folder.file($0), O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
    defer { files.forEach { close($0) } }
    let writer = StackLogWriter(
      resources: resources, isLive: false, color: color, variables: [:], standard: files[0], errors: files[1])
    try body(writer)
    try writer.finish()
    let texts = files.map { file in
      var bytes = [UInt8](repeating: 0, count: 65536)
      let count = pread(file, &bytes, bytes.count, 0)
      return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
    return (texts[0], texts[1])
  }

  @Test func linesOfOneResourceStayAsTheyAre() throws {
    let (out, err) = try Self.written(["api"]) { writer in
      try writer.write(Self.chunk("a\u{1B}[2J\r\n"), of: "api")
      try writer.write(Self.chunk("bad\n", .stderr), of: "api")
      try writer.write(Self.chunk("no end"), of: "api")
    }
    #expect(out == "a\u{1B}[2J\r\nno end" && err == "bad\n")
  }

  @Test func linesOfSeveralResourcesSayWhose() throws {
    let (out, err) = try Self.written(["api", "worker"]) { writer in
      try writer.write(Self.chunk("one\n"), of: "api")
      try writer.write(Self.chunk("two\n"), of: "worker")
      try writer.write(Self.chunk("bad\n", .stderr), of: "api")
    }
    #expect(out == "api    | one\nworker | two\n" && err == "api    | bad\n")
  }

  @Test func lineInPiecesIsContinuedUnlessAnotherComesBetween() throws {
    let (out, _) = try Self.written(["a", "b"]) { writer in
      try writer.write(Self.chunk("one "), of: "a")
      try writer.write(Self.chunk("line\n"), of: "a")
      try writer.write(Self.chunk("two "), of: "a")
      try writer.write(Self.chunk("x\n"), of: "b")
      try writer.write(Self.chunk("lines"), of: "a")
    }
    #expect(out == "a | one line\na | two \nb | x\na | lines\n")
  }

  @Test func prefixesHaveColours() throws {
    let (out, _) = try Self.written(["a", "b"], color: .always) { try $0.write(Self.chunk("x\n"), of: "a") }
    #expect(out.hasPrefix("\u{1B}[") && out.hasSuffix("ma |\u{1B}[0m x\n"))
  }

  @Test func linesAreInertOnATerminal() throws {
    let terminal = try PseudoTerminal(rows: 24, columns: 80)
    let writer = StackLogWriter(
      resources: ["api"], isLive: true, color: .never, variables: [:], standard: terminal.descriptor,
      errors: terminal.descriptor)
    try writer.write(Self.chunk("a\u{1B}[2J\u{202E}b\r\n"), of: "api")
    try writer.write(Self.chunk("no end", .stderr), of: "api")
    try writer.finish()
    #expect(terminal.shown() == "a\\x1b[2J\\u{202e}b\r\nno end\r\n")
  }
}
