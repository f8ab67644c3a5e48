internal import YAMLDocuments
internal import Yams

/// Turns the text of a `lightshuttle.yml` into a ``Manifest``.
///
/// Pure but for reading files. Every problem is gathered before one error is thrown, so that a person sees all of them at
/// once.
package struct ManifestLoader: Sendable {
  private let variables: [String: String]
  private let workingDirectory: String

  /// - Parameters:
  ///   - variables: what `${…}` stands for, before what `.env` says; `HOME` is what `~` is.
  ///   - workingDirectory: what a relative path of a manifest is relative to; absolute.
  package init(variables: [String: String], workingDirectory: String) {
    self.variables = variables
    self.workingDirectory = workingDirectory
  }

  /// Reads a manifest and the `.env` beside it.
  ///
  /// - Parameter path: the file, or `-` for standard input, which is then as if it stood in the working directory.
  /// - Throws: ``ManifestError``, also when a file can't be read.
  package func load(path: String) throws(ManifestError) -> Manifest {
    let absolute =
      path == "-" ? "\(workingDirectory)/-" : PathText.absolute(path, in: workingDirectory, home: nil)
    let folder = PathText.folder(of: absolute)
    let yaml = try Self.read(path == "-" ? path : absolute, "the manifest", as: path)
    var all = try environmentFile(in: folder)
    all.merge(variables) { $1 }
    return try load(yaml: yaml, file: DocumentText.displayName(path: path), folder: folder, variables: all)
  }

  /// - Parameters:
  ///   - yaml: one YAML document.
  ///   - file: what problems call the file.
  ///   - folder: what paths are relative to; absolute.
  /// - Throws: ``ManifestError`` with every problem.
  package func load(yaml: String, file: String, folder: String) throws(ManifestError) -> Manifest {
    try load(yaml: yaml, file: file, folder: folder, variables: variables)
  }

  private func load(
    yaml: String, file: String, folder: String, variables: [String: String]
  ) throws(ManifestError) -> Manifest {
    let root: Node?
    do { root = try YAMLDocument.compose(yaml, file: file) } catch { throw ManifestError(problems: [error]) }
    var reader = ManifestReader(
      file: file, interpolation: Interpolation(variables: variables), folder: PathText.normalized(folder),
      home: variables["HOME"].flatMap { $0.isEmpty ? nil : $0 })
    let manifest = root.map { Self.manifest($0, file: file, &reader) }
    if root == nil {
      reader.problems.report(
        "the manifest is empty; expected project: NAME and resources:", at: "", mark: nil)
    }
    guard reader.problems.isEmpty, let manifest else { throw ManifestError(problems: reader.problems.sorted) }
    return manifest
  }

  private static func manifest(_ root: Node, file: String, _ reader: inout ManifestReader) -> Manifest {
    var parts: [ManifestKeys.Root: ManifestReader.Entry] = [:]
    for entry in reader.entries(root, at: "") {
      if let key = reader.key(entry, among: ManifestKeys.Root.self) { parts[key] = entry }
    }
    let project = self.project(parts[.project], root, &reader)
    var drafts: [ResourceDraft] = []
    if let resources = parts[.resources] {
      drafts = reader.entries(resources.node, at: resources.path).map {
        reader.resource($0, project: project ?? "project")
      }
    }
    if parts[.resources].map(\.node.isEmptyCollection) ?? (root.mapping != nil) {
      reader.problems.report(
        "there are no resources; expected resources: {NAME: {container: IMAGE}}", at: "resources",
        mark: parts[.resources]?.mark ?? root.mark)
    }
    reader.checkTogether(drafts, project: project ?? "project")
    return Manifest(
      file: file, project: project ?? "", resources: drafts.compactMap { $0.resource(of: project ?? "") })
  }

  private static func project(
    _ entry: ManifestReader.Entry?, _ root: Node, _ reader: inout ManifestReader
  ) -> String? {
    guard root.mapping != nil else { return nil }
    guard let entry, !entry.node.isEmptyScalar else {
      reader.problems.report(
        "the name of the project is missing; expected project: NAME", at: "project",
        mark: entry?.mark ?? root.mark)
      return nil
    }
    guard entry.node.mapping != nil else {
      return reader.value(entry.node, at: entry.path, ManifestValue.name)
    }
    var name: String?
    var isThere = false
    for part in reader.entries(entry.node, at: entry.path) {
      guard let key = reader.key(part, among: ManifestKeys.Project.self) else { continue }
      switch key {
      case .name:
        isThere = true
        name = reader.value(part.node, at: part.path, ManifestValue.name)
      }
    }
    if !isThere {
      reader.problems.report(
        "the name of the project is missing; expected name: NAME", at: entry.path, mark: entry.mark)
    }
    return name
  }

  private func environmentFile(in folder: String) throws(ManifestError) -> [String: String] {
    let path = "\(folder)/.env"
    guard FilePresence.exists(path) else { return [:] }
    return try EnvironmentFile.parse(Self.read(path, "the variables", as: path), file: path)
  }

  private static func read(_ path: String, _ subject: String, as name: String) throws(ManifestError) -> String
  {
    do {
      return try DocumentText.read(path: path, subject: subject)
    } catch {
      var problem = error
      problem.file = DocumentText.displayName(path: name)
      throw ManifestError(problems: [problem])
    }
  }
}

extension Node {
  /// Whether nothing is in it: nothing at all, or an empty mapping.
  fileprivate var isEmptyCollection: Bool { isEmptyScalar || mapping?.isEmpty ?? false }
}
