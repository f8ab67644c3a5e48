import DaemonConfiguration
import FoundationEssentials
import Glibc
import Testing

@Suite struct RuntimeFileTests {
  func environment(_ folder: String) -> ProcessEnvironment {
    ProcessEnvironment(variables: ["LSLOG_RUNTIME_DIR": "\(folder)/run"], isRoot: false)
  }

  func own() throws -> RuntimeRecord {
    let ticks = try #require(ProcessStart.ticks(pid: getpid()))
    return RuntimeRecord(pid: getpid(), startTicks: ticks, configPath: "/etc/x.yml", storePath: "/data")
  }

  @Test func aRecordIsReadBackByAnyone() throws {
    try withTemporaryFolder { folder in
      let file = try #require(RuntimeFile.ofDaemon(environment: environment(folder)))
      let record = try own()
      try file.write(record)
      #expect(RuntimeFile.running(environment: environment(folder)) == record)
      var status = stat()
      #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o644)
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/run") == ["lslogd.json"])
    }
  }

  @Test func aRecordOfAnotherProcessWithThatPidIsStale() throws {
    try withTemporaryFolder { folder in
      let file = try #require(RuntimeFile.ofDaemon(environment: environment(folder)))
      var record = try own()
      record.startTicks += 1
      try file.write(record)
      #expect(file.read() == nil)
    }
  }

  @Test func aRecordOfAProcessThatIsGoneIsStale() throws {
    try withTemporaryFolder { folder in
      let file = try #require(RuntimeFile.ofDaemon(environment: environment(folder)))
      var record = try own()
      record.pid = .max
      try file.write(record)
      #expect(file.read() == nil)
    }
  }

  @Test(arguments: ["", "{", "[]", "{\"pid\": \"x\"}"]) func aBrokenRecordCountsAsNone(_ text: String) throws
  {
    try withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/lslogd.json"))
      #expect(RuntimeFile(path: "\(folder)/lslogd.json").read() == nil)
    }
  }

  @Test func onlyTheOwnRecordIsRemoved() throws {
    try withTemporaryFolder { folder in
      let file = try #require(RuntimeFile.ofDaemon(environment: environment(folder)))
      try file.write(own())
      file.remove(pid: 1)
      #expect(file.read() != nil)
      file.remove(pid: getpid())
      #expect(access(file.path, F_OK) != 0)
    }
  }

  @Test func aFolderThatCannotBeMadeIsAnError() {
    #expect(throws: RuntimeFileError.self) { try RuntimeFile(path: "/proc/nope/lslogd.json").write(own()) }
  }

  @Test func placesDependOnTheUser() {
    let root = ProcessEnvironment(variables: [:], isRoot: true)
    let user = ProcessEnvironment(variables: ["XDG_RUNTIME_DIR": "/run/user/5"], isRoot: false)
    let nobody = ProcessEnvironment(variables: [:], isRoot: false)
    #expect(RuntimeFile.ofDaemon(environment: root)?.path == "/run/lslog/lslogd.json")
    #expect(RuntimeFile.ofDaemon(environment: user)?.path == "/run/user/5/lslog/lslogd.json")
    #expect(RuntimeFile.ofDaemon(environment: nobody) == nil)
  }

  @Test func theStartIsReadBehindAHostileName() {
    let fields = (3...52).map { "\($0)" }.joined(separator: " ")
    #expect(ProcessStart.ticks(stat: Array("77 (a) R 1 (b) \(fields)\n".utf8)) == 22)
    #expect(ProcessStart.ticks(stat: Array("77 (x".utf8)) == nil)
    #expect(ProcessStart.ticks(stat: Array("77 (x) S 1".utf8)) == nil)
  }
}
