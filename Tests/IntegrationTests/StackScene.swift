import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// What a test of stacks works with: a project's name that no other test has, and a folder with its manifest.
final class StackScene: Sendable {
  let project: String
  private let folder: TestFolder

  /// Runs a test and clears away what it made, however it ends.
  static func with(_ name: String, _ body: (StackScene) async throws -> Void) async throws {
    let scene = try StackScene(name)
    do {
      try await body(scene)
    } catch {
      await scene.clear()
      throw error
    }
    await scene.clear()
  }

  private init(_ name: String) throws {
    project = "it-\(name)-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
    folder = try TestFolder()
  }

  /// The manifest's file.
  var file: String { folder.file("lightshuttle.yml") }

  /// Writes the manifest: resources with busybox as their image, by the lines of each.
  func provide(_ resources: [(name: String, lines: [String])]) throws {
    var text = "project: \(project)\nresources:\n"
    for (name, lines) in resources {
      let keys = ["container: {image: \"${LSLOG_TEST_IMAGE}\", pull: never}", "stop_grace: 2s"] + lines
      text += "  \(name):\n" + keys.map { "    \($0)\n" }.joined()
    }
    try Data(text.utf8).write(to: URL(filePath: file))
  }

  /// Writes a file beside the manifest, or the manifest itself.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }

  /// `lslog` with the manifest.
  func command(_ name: String, _ arguments: String...) -> Command {
    Command(
      Testbed.program("lslog"), [name, "--file", file] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": folder.path, "LSLOG_TEST_IMAGE": Testbed.image])
  }

  /// The names and ids of the project's containers, as Docker has them.
  func containers() async throws -> [String: String] {
    let rows = try await docker(
      "ps", "--all", "--no-trunc", "--filter", "label=lightshuttle.project=\(project)", "--format",
      "{{.Names}} {{.ID}}")
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        let parts = row.split(separator: " ").map(String.init)
        return (String(parts[0].dropFirst(project.count + 1)), parts[1])
      })
  }

  /// The project's networks.
  func networks() async throws -> [String] {
    try await docker(
      "network", "ls", "--quiet", "--filter", "label=lightshuttle.project=\(project)")
  }

  /// What `docker` prints, by lines.
  func docker(_ arguments: String...) async throws -> [String] {
    try await Command("docker", arguments).succeed().text.split(separator: "\n").map(String.init)
  }

  private func clear() async {
    _ = try? await Command(Testbed.program("lslog"), ["down", "-v", "--quiet", "--project", project]).run()
  }
}
