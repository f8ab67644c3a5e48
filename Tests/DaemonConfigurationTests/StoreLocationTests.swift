import DaemonConfiguration
import FoundationEssentials
import Testing

@Suite struct StoreLocationTests {
  let daemon = RuntimeRecord(pid: 7, startTicks: 1, configPath: nil, storePath: "/daemon")

  func user(_ variables: [String: String] = [:]) -> ProcessEnvironment {
    ProcessEnvironment(
      variables: ["HOME": "/nonexistent/ada"].merging(variables) { $1 }, isRoot: false,
      workingDirectory: "/cwd")
  }

  /// `first` and `second` are files whose store.path is `/first` and `/second`; `empty` sets no path.
  func withFiles(_ body: (_ first: String, _ second: String, _ empty: String) throws -> Void) throws {
    try withTemporaryFolder { (folder) throws in
      let files = [("first", "store: {path: /first}"), ("second", "store: {path: /second}"), ("empty", "")]
      for (name, text) in files {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
      try body("\(folder)/first", "\(folder)/second", "\(folder)/empty")
    }
  }

  func resolve(
    config: String? = nil, store: String? = nil, _ variables: [String: String] = [:],
    daemon: RuntimeRecord? = nil
  ) throws -> StoreLocation {
    try StoreLocation.resolve(
      flagConfig: config, flagStore: store, environment: user(variables), daemon: daemon)
  }

  @Test func theStoreFlagWinsOverAll() throws {
    try withFiles { (first, second, _) throws in
      let found = try resolve(
        config: first, store: "here", ["LSLOG_STORE": "/env", "LSLOG_CONFIG": second], daemon: daemon)
      #expect(found == StoreLocation(path: "/cwd/here", origin: .flag))
    }
  }

  @Test func theConfigFlagWinsOverTheEnvironmentAndTheDaemon() throws {
    try withFiles { (first, second, empty) throws in
      let variables = ["LSLOG_STORE": "/env", "LSLOG_CONFIG": second]
      #expect(
        try resolve(config: first, variables, daemon: daemon)
          == StoreLocation(path: "/first", origin: .config(path: first)))
      #expect(
        try resolve(config: empty, variables, daemon: daemon)
          == StoreLocation(path: "/env", origin: .environment))
    }
  }

  @Test func theEnvironmentWinsOverTheDaemon() throws {
    try withFiles { (_, second, empty) throws in
      let environment = StoreLocation(path: "/env", origin: .environment)
      #expect(try resolve(["LSLOG_STORE": "/env", "LSLOG_CONFIG": second], daemon: daemon) == environment)
      #expect(try resolve(["LSLOG_CONFIG": second], daemon: daemon).path == "/second")
      #expect(try resolve(["LSLOG_CONFIG": empty], daemon: daemon).origin == .builtIn)
    }
  }

  @Test func theDaemonWinsOverTheDefaults() throws {
    #expect(try resolve(daemon: daemon) == StoreLocation(path: "/daemon", origin: .daemon(pid: 7)))
  }

  @Test func theDefaultsDependOnTheUser() throws {
    #expect(try resolve().path == "/nonexistent/ada/.local/state/lslog")
    #expect(try resolve(["XDG_STATE_HOME": "/state"]).path == "/state/lslog")
    #expect(try resolve(["XDG_STATE_HOME": "relative"]).path == "/nonexistent/ada/.local/state/lslog")
    let root = ProcessEnvironment(variables: ["XDG_STATE_HOME": "/state"], isRoot: true)
    #expect(StoreLocation.defaultPath(root) == "/var/lib/lslog")
    #expect(ConfigSource.standardPath(root) == "/etc/lslog/lslogd.yml")
    #expect(ConfigSource.standardPath(user()) == "/nonexistent/ada/.config/lslog/lslogd.yml")
  }

  @Test func theStandardFileIsUsedWhenItIsThere() throws {
    try withTemporaryFolder { (folder) throws in
      try FileManager.default.createDirectory(atPath: "\(folder)/lslog", withIntermediateDirectories: true)
      try Data("store: {path: /standard}".utf8).write(to: URL(filePath: "\(folder)/lslog/lslogd.yml"))
      #expect(try resolve(["XDG_CONFIG_HOME": folder]).path == "/standard")
    }
  }

  @Test func aFileThatWasNamedMustBeThere() {
    #expect(throws: ConfigError.self) { try resolve(config: "missing.yml") }
  }

  @Test func aVariableSetToNothingIsUnset() throws {
    #expect(try resolve(["LSLOG_STORE": "", "LSLOG_CONFIG": ""], daemon: daemon).path == "/daemon")
  }
}
