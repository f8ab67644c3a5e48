internal import FoundationEssentials
internal import Glibc
internal import ImageBuild
internal import NIOCore
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite struct ContextArchiveTests {
  private func write(_ folder: TestFolder, _ name: String, _ text: String = "x") throws {
    let path = folder.file(name)
    try FileManager.default.createDirectory(
      atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// What tar makes of an archive: the listing, and the archive unpacked.
  private func unpack(_ stream: ContextStream) async throws -> (folder: TestFolder, listing: [String]) {
    let folder = try TestFolder()
    let archive = folder.file("archive.tar")
    _ = FileManager.default.createFile(atPath: archive, contents: nil)
    let descriptor = open(archive, O_WRONLY)
    defer { close(descriptor) }
    for try await chunk in stream {
      #expect(chunk.readableBytes < 1 << 20)
      let count = chunk.readableBytesView.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      #expect(count == chunk.readableBytes)
    }
    try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    let shell =
      "cd '\(folder.path)' && LC_ALL=C tar --numeric-owner -tvf archive.tar > listing && tar -xf archive.tar -C out --no-same-owner -p"
    #expect(system(shell) == 0)
    let text = String(decoding: try Data(contentsOf: URL(filePath: folder.file("listing"))), as: UTF8.self)
    return (folder, text.split(separator: "\n").map(String.init))
  }

  private func names(_ listing: [String]) -> [String] {
    listing.map { line in
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      return fields.count == 6 ? String(fields[5]) : line
    }
  }

  private func stream(
    _ folder: TestFolder, _ dockerfile: String = "Dockerfile",
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> ContextStream {
    try ContextStream(BuildContext(folder: folder.path, dockerfile: dockerfile), note: note)
  }

  @Test func allKindsOfFilesArriveAsTheyAre() async throws {
    let folder = try TestFolder()
    let notes = Mutex<[String]>([])
    try write(folder, "Dockerfile", "FROM scratch\n")
    try write(folder, ".hidden", "h")
    try write(folder, "b/run.sh", "#!/bin/sh\n")
    try write(folder, "a/one", "1")
    let long = String(repeating: "n", count: 120)
    let deep = (0..<4).map { _ in String(repeating: "d", count: 90) }.joined(separator: "/")
    try write(folder, "long/\(long)", "long")
    try write(folder, "\(deep)/end", "deep")
    try write(folder, "naïve", "utf8")
    #expect(chmod(folder.file("b/run.sh"), 0o4755) == 0)
    #expect(link(folder.file("a/one"), folder.file("a/two")) == 0)
    #expect(symlink("/etc/passwd", folder.file("outside")) == 0)
    #expect(symlink("a", folder.file("folder-link")) == 0)
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    #expect(system("printf bytes > '\(folder.path)'/$(printf 'bad\\377name')") == 0)
    #expect(system("touch -d 2001-02-03T04:05:06.7Z '\(folder.path)/a/one'") == 0)

    let (out, listing) = try await unpack(
      stream(folder, note: { text in notes.withLock { $0.append(text) } }))
    let told = names(listing)
    #expect(told.prefix(3) == [".hidden", "Dockerfile", "a/"])
    #expect(told.contains("outside -> /etc/passwd"))
    #expect(told.contains("folder-link -> a"))
    #expect(!told.contains { $0.contains("pipe") })
    #expect(listing.allSatisfy { $0.contains(" 0/0 ") })
    #expect(listing.contains { $0.hasPrefix("-rwsr-xr-x") && $0.hasSuffix("b/run.sh") })
    #expect(notes.withLock { $0 }.count == 1)
    #expect(notes.withLock { $0 }.first?.hasSuffix("/pipe") == true)
    #expect(try String(contentsOfFile: out.file("out/\(deep)/end")) == "deep")
    #expect(try String(contentsOfFile: out.file("out/long/\(long)")) == "long")
    #expect(try String(contentsOfFile: out.file("out/naïve")) == "utf8")
    #expect(try String(contentsOfFile: out.file("out/a/two")) == "1")
    #expect(system("test \"$(cat '\(out.path)'/out/$(printf 'bad\\377name'))\" = bytes") == 0)
    #expect(system("test \"$(stat -c %Y '\(out.path)/out/a/one')\" = 981173106") == 0)
  }

  @Test func theSameFilesMakeTheSameBytes() async throws {
    let folder = try TestFolder()
    try write(folder, "Dockerfile")
    for name in ["z", "a", "m/b", "m/a"] { try write(folder, name, name) }
    var archives: [[UInt8]] = []
    for _ in 0..<2 {
      var bytes: [UInt8] = []
      for try await chunk in try stream(folder) { bytes += Array(chunk.readableBytesView) }
      archives.append(bytes)
    }
    #expect(archives[0] == archives[1])
    #expect(archives[0].count % 512 == 0)
  }

  @Test func whatIsIgnoredIsNeitherSentNorOpened() async throws {
    let folder = try TestFolder()
    try write(folder, "Dockerfile")
    try write(folder, ".dockerignore", "*\n!src/**/*.swift\n!docs/keep\n")
    for name in ["a", "src/a.swift", "src/deep/b.swift", "src/c.txt", "docs/keep", "docs/drop", "empty/x"] {
      try write(folder, name)
    }
    let listing = try await unpack(stream(folder)).listing
    #expect(
      names(listing) == [
        ".dockerignore", "Dockerfile", "docs/", "docs/keep", "src/", "src/a.swift", "src/deep/",
        "src/deep/b.swift",
      ])
  }

  @Test func theDockerfilesOwnPatternsCountInsteadOfTheContexts() async throws {
    let folder = try TestFolder()
    try write(folder, "build/api.Dockerfile")
    try write(folder, "build/api.Dockerfile.dockerignore", "a\nbuild\n")
    try write(folder, ".dockerignore", "b")
    try write(folder, "a")
    try write(folder, "b")
    let context = try BuildContext(folder: folder.path, dockerfile: "build/api.Dockerfile")
    #expect(context.dockerfile == "build/api.Dockerfile")
    let listing = try await unpack(stream(folder, "build/api.Dockerfile")).listing
    #expect(names(listing) == [".dockerignore", "b", "build/", "build/api.Dockerfile"])
  }

  @Test func aDockerfileOutsideIsSentUnderAMadeUpName() async throws {
    let folder = try TestFolder()
    try write(folder, "other/Dockerfile", "FROM scratch")
    try write(folder, "context/.dockerignore", "b")
    try write(folder, "context/a")
    for dockerfile in ["../other/Dockerfile", folder.file("other/Dockerfile")] {
      let context = try BuildContext(folder: folder.file("context"), dockerfile: dockerfile)
      let (out, listing) = try await unpack(ContextStream(context, note: { _ in }))
      #expect(context.dockerfile.hasPrefix(".dockerfile."))
      #expect(names(listing) == [context.dockerfile, ".dockerignore", "a"])
      #expect(try String(contentsOfFile: out.file("out/\(context.dockerfile)")) == "FROM scratch")
      #expect(try String(contentsOfFile: out.file("out/.dockerignore")) == "b\n\(context.dockerfile)\n")
    }
  }

  @Test func aContextThatIsNoneIsToldWithItsPath() throws {
    let folder = try TestFolder()
    try write(folder, "file")
    try FileManager.default.createDirectory(
      atPath: folder.file("dir/Dockerfile"), withIntermediateDirectories: true)
    func code(_ context: String, _ dockerfile: String = "Dockerfile") -> ContextError.Code? {
      #expect(throws: ContextError.self) { try BuildContext(folder: context, dockerfile: dockerfile) }?.code
    }
    #expect(code(folder.file("none")) == .missing)
    #expect(code(folder.file("file")) == .notFolder)
    #expect(code(folder.path) == .missingDockerfile)
    #expect(code(folder.path, "file/Dockerfile") == .missingDockerfile)
    #expect(code(folder.file("dir")) == .notFile)
    try write(folder, "Dockerfile")
    try write(folder, ".dockerignore", "a\n[")
    let error = #expect(throws: ContextError.self) {
      try BuildContext(folder: folder.path, dockerfile: "Dockerfile")
    }
    #expect(error?.description.contains("/.dockerignore, line 2: ") == true)
  }

  @Test func aFileThatShrinksWhileItIsReadIsNamed() async throws {
    let folder = try TestFolder()
    try write(folder, "Dockerfile")
    let path = folder.file("big")
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    #expect(truncate(path, 4 << 20) == 0)
    var chunks = try stream(folder).makeAsyncIterator()
    _ = try await chunks.next()
    #expect(truncate(path, 1 << 20) == 0)
    let error = await #expect(throws: ContextError.self) {
      while try await chunks.next() != nil {}
    }
    #expect(error?.code == .changed)
    #expect(error?.path.hasSuffix("/big") == true)
  }

  @Test func aFileThatGrowsWhileItIsReadHasTheBytesOfItsBeginning() async throws {
    let folder = try TestFolder()
    let notes = Mutex<[String]>([])
    try write(folder, "Dockerfile")
    let path = folder.file("big")
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    #expect(truncate(path, 4 << 20) == 0)
    let context = try stream(folder, note: { text in notes.withLock { $0.append(text) } })
    var chunks = context.makeAsyncIterator()
    var bytes = try await chunks.next()?.readableBytes ?? 0
    #expect(truncate(path, 5 << 20) == 0)
    while let chunk = try await chunks.next() { bytes += chunk.readableBytes }
    #expect(bytes < 4 << 20 + 8192)
    #expect(notes.withLock { $0 }.first?.contains("grew") == true)
  }

  @Test func aFileThatGoesAwayIsNamed() async throws {
    let folder = try TestFolder()
    try write(folder, "Dockerfile")
    _ = FileManager.default.createFile(atPath: folder.file("a"), contents: nil)
    #expect(truncate(folder.file("a"), 1 << 20) == 0)
    try write(folder, "z")
    var chunks = try stream(folder, "Dockerfile").makeAsyncIterator()
    _ = try await chunks.next()
    try FileManager.default.removeItem(atPath: folder.file("z"))
    let error = await #expect(throws: ContextError.self) {
      while try await chunks.next() != nil {}
    }
    #expect(error?.code == .vanished)
    #expect(error?.path.hasSuffix("/z") == true)
  }

  @Test func aFileOf9GiBHasItsSize() async throws {
    let folder = try TestFolder()
    try write(folder, "Dockerfile")
    _ = FileManager.default.createFile(atPath: folder.file("huge"), contents: nil)
    #expect(truncate(folder.file("huge"), 9 << 30) == 0)
    var chunks = try stream(folder).makeAsyncIterator()
    let first = try #require(try await chunks.next())
    // The head alone: reading it all is nothing that a test should do.
    #expect(String(decoding: first.readableBytesView.prefix(8192), as: UTF8.self).contains("size=\(9 << 30)"))
  }
}

extension String {
  fileprivate init(contentsOfFile path: String) throws {
    self = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}
