import DockerClientConfig
import DockerEngine
import FoundationEssentials
import TestSupport
import Testing

@Suite struct EnginePlaceTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func write(_ text: String, to name: String) throws {
    let path = folder.file(name)
    try FileManager.default.createDirectory(
      atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  private func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: folder.file(name))
  }

  private func addContext(_ name: String, digest: String, host: String, skipsVerification: Bool = false)
    throws
  {
    try write(
      #"{"Name":"\#(name)","Metadata":{},"Endpoints":{"docker":{"Host":"\#(host)","SkipTLSVerify":\#(skipsVerification)}}}"#,
      to: ".docker/contexts/meta/\(digest)/meta.json")
  }

  private func places(_ variables: [String: String] = [:], host: String? = nil) throws -> [EnginePlace] {
    try EnginePlace.all(
      host: host, environment: variables.merging(["HOME": folder.path]) { given, _ in given })
  }

  @Test func addressGivenWinsThenDockerHostThenTheContextsThenTheSockets() throws {
    try addContext("one", digest: "aa", host: "unix:///one.sock")
    try addContext("two", digest: "bb", host: "unix:///two.sock")
    try write(#"{"currentContext":"two","auths":{}}"#, to: ".docker/config.json")
    let variables = ["DOCKER_HOST": "tcp://h:1", "DOCKER_CONTEXT": "one"]
    #expect(try places(variables, host: "unix:///o.sock").map(\.endpoint) == [.unix(path: "/o.sock")])
    #expect(try places(variables).map(\.endpoint) == [.tcp(host: "h", port: 1, tls: nil)])
    #expect(try places(["DOCKER_CONTEXT": "one"]).map(\.endpoint) == [.unix(path: "/one.sock")])
    #expect(try places(["DOCKER_HOST": ""]).map(\.endpoint) == [.unix(path: "/two.sock")])
    #expect(
      try places(["DOCKER_CONTEXT": "default", "XDG_RUNTIME_DIR": "/run/user/7"]).map(\.endpoint) == [
        .standard, .unix(path: "/run/user/7/docker.sock"),
        .unix(path: "\(folder.path)/.docker/run/docker.sock"),
      ])
    #expect(try places(["DOCKER_CONFIG": "\(folder.path)/none"]).first?.endpoint == .standard)
  }

  @Test func certificatesOfAContextAreUsed() throws {
    try addContext("safe", digest: "cc", host: "tcp://far", skipsVerification: false)
    for name in ["ca", "cert", "key"] { try write("pem", to: ".docker/contexts/tls/cc/docker/\(name).pem") }
    let material = TLSMaterial(
      directory: "\(folder.path)/.docker/contexts/tls/cc/docker", verifiesEngine: true)
    #expect(
      try places(["DOCKER_CONTEXT": "safe"]).map(\.endpoint) == [.tcp(host: "far", port: 2376, tls: material)]
    )
    try addContext("safe", digest: "cc", host: "tcp://far:1", skipsVerification: true)
    guard case .tcp(_, _, let tls?)? = try places(["DOCKER_CONTEXT": "safe"]).first?.endpoint else {
      Issue.record("no TLS")
      return
    }
    #expect(!tls.verifiesEngine)
    try remove(".docker/contexts/tls/cc/docker/key.pem")
    let error = #expect(throws: ClientConfigError.self) { try places(["DOCKER_CONTEXT": "safe"]) }
    #expect(error?.description.contains("lacks key.pem") == true)
    try remove(".docker/contexts/tls/cc/docker/cert.pem")
    try addContext("safe", digest: "cc", host: "tcp://far:1")
    guard case .tcp(_, _, let authority?)? = try places(["DOCKER_CONTEXT": "safe"]).first?.endpoint else {
      Issue.record("no TLS")
      return
    }
    #expect(
      authority
        == TLSMaterial(
          authorityFile: "\(folder.path)/.docker/contexts/tls/cc/docker/ca.pem", certificateFile: nil,
          keyFile: nil, verifiesEngine: true))
  }

  @Test func whatCannotBeUsedIsAnErrorThatSaysWhereItStands() throws {
    try addContext("far", digest: "dd", host: "ssh://me@far")
    try write("{", to: ".docker/contexts/meta/ee/meta.json")
    for (variables, code, words) in [
      (["DOCKER_CONTEXT": "far"], ClientConfigError.Code.badAddress, "an engine behind ssh is not supported"),
      (["DOCKER_HOST": "ssh://me@far"], .badAddress, "DOCKER_HOST"),
      (["DOCKER_HOST": "npipe:////./pipe/x"], .badAddress, "npipe"),
      (["DOCKER_CONTEXT": "nope"], .noSuchContext, "no context \"nope\""),
      (["DOCKER_CONTEXT": "nope"], .noSuchContext, "ee/meta.json"),
    ] {
      let error = #expect(throws: ClientConfigError.self) { try places(variables) }
      #expect(error?.code == code)
      #expect(error?.description.contains(words) == true)
    }
    try write("{", to: ".docker/config.json")
    let error = #expect(throws: ClientConfigError.self) { try places() }
    #expect(error?.code == .badFile && error?.description.contains(".docker/config.json") == true)
    try remove(".docker/config.json")
    try FileManager.default.createDirectory(
      atPath: folder.file(".docker/config.json"), withIntermediateDirectories: false)
    let unreadable = #expect(throws: ClientConfigError.self) { try places() }
    #expect(unreadable?.description.hasSuffix("/config.json can't be read: Is a directory") == true)
  }
}
