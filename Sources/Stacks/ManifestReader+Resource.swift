internal import ContainerRuntime
internal import YAMLDocuments
internal import Yams

extension ManifestReader {
  private typealias Shared = ManifestKeys.Shared

  /// Reads one resource.
  mutating func resource(_ entry: Entry, project: String) -> ResourceDraft {
    var draft = ResourceDraft(name: .init(value: entry.name, path: entry.path, mark: entry.mark))
    do {
      _ = try ManifestValue.name(entry.name)
    } catch {
      problems.report(error.message, at: entry.path, mark: entry.mark)
    }
    var shared: [Shared: Entry] = [:]
    var sources: [(ManifestKeys.Source, Entry)] = []
    for part in entries(entry.node, at: entry.path) {
      if let source = ManifestKeys.Source(rawValue: part.name) {
        sources.append((source, part))
      } else if let key = Shared(rawValue: part.name) {
        shared[key] = part
      } else {
        let known = ManifestKeys.names(ManifestKeys.Source.self) + ManifestKeys.names(Shared.self)
        problems.reportUnknownKey(part.name, among: known, at: part.path, mark: part.mark)
      }
    }
    if sources.count != 1 {
      problems.report(
        sources.isEmpty
          ? "neither container nor dockerfile is there; expected container: IMAGE, or dockerfile: FOLDER"
          : "container and dockerfile are both there; leave one out", at: entry.path, mark: entry.mark)
    }
    for (source, part) in sources {
      let found: ContainerSpec.Source?
      switch source {
      case .container: found = container(part, shared: &shared)
      case .dockerfile: found = build(part, shared: &shared, project: project, resource: entry.name)
      }
      if sources.count == 1 { draft.source = found }
    }
    for key in Shared.allCases {
      if let part = shared[key] { read(key, part, into: &draft) }
    }
    return draft
  }

  private mutating func container(_ entry: Entry, shared: inout [Shared: Entry]) -> ContainerSpec.Source? {
    var image: ImageReference?
    var pull = PullPolicy.missing
    var isNamed = false
    if entry.node.scalar != nil, !entry.node.isEmptyScalar {
      isNamed = true
      image = value(entry.node, at: entry.path, ImageReference.init(parsing:))
    } else {
      for part in entries(entry.node, at: entry.path) {
        if keepShared(part, &shared) { continue }
        guard let key = key(part, ManifestKeys.Container.self) else { continue }
        switch key {
        case .image:
          isNamed = !part.node.isEmptyScalar
          image = value(part.node, at: part.path, ImageReference.init(parsing:))
        case .pull: pull = value(part.node, at: part.path, ManifestValue.word) ?? pull
        }
      }
    }
    if !isNamed {
      problems.report("the image is missing; expected image: NAME", at: entry.path, mark: entry.mark)
    }
    return image.map { .image($0, pull) }
  }

  private mutating func build(
    _ entry: Entry, shared: inout [Shared: Entry], project: String, resource: String
  ) -> ContainerSpec.Source? {
    // Names of images are in lower case, and have one '_' at most between two letters.
    let name = "lightshuttle/\(project)/\(resource)".lowercased().replacing("_", with: "-")
    guard let tag = try? ImageReference(parsing: name) else { return nil }
    var build = BuildSpec(context: folder, tag: tag)
    var context: String?
    if entry.node.scalar != nil, !entry.node.isEmptyScalar {
      context = value(entry.node, at: entry.path, Self.context)
    } else {
      for part in entries(entry.node, at: entry.path) {
        if keepShared(part, &shared) { continue }
        guard let key = key(part, ManifestKeys.Build.self) else { continue }
        switch key {
        case .context: context = value(part.node, at: part.path, Self.context)
        case .dockerfile: build.dockerfile = text(part.node, at: part.path) ?? build.dockerfile
        case .buildArguments: build.arguments = pairs(part.node, at: part.path, takesFromEnvironment: true)
        case .target: build.target = text(part.node, at: part.path)
        case .builder: build.builder = value(part.node, at: part.path, ManifestValue.word) ?? build.builder
        }
      }
    }
    build.context = PathText.absolute(context ?? ".", in: folder, home: home)
    return .build(build)
  }

  /// A folder of this machine.
  private static func context(_ text: String) throws(ValueProblem) -> String {
    guard !text.isEmpty, !text.contains("://"), !text.hasPrefix("git@") else {
      throw ValueProblem(message: "\"\(text)\" is no folder; clone it, and expected is a path such as ./api")
    }
    return text
  }

  /// Whether an entry below `container:` or `dockerfile:` is one that all resources have; it is kept then.
  private mutating func keepShared(_ entry: Entry, _ shared: inout [Shared: Entry]) -> Bool {
    guard let key = Shared(rawValue: entry.name) else { return false }
    if let other = shared[key] {
      let line = other.mark.map { ", see line \($0.line)" } ?? ""
      problems.report("the key stands in both places\(line); leave one out", at: entry.path, mark: entry.mark)
    } else {
      shared[key] = entry
    }
    return true
  }

  /// As ``key(_:among:)``, where the keys of all resources may stand as well.
  private mutating func key<Key: RawRepresentable<String> & CaseIterable>(_ entry: Entry, _ keys: Key.Type)
    -> Key?
  {
    if let key = Key(rawValue: entry.name) { return key }
    let known = ManifestKeys.names(keys) + ManifestKeys.names(Shared.self)
    problems.reportUnknownKey(entry.name, among: known, at: entry.path, mark: entry.mark)
    return nil
  }
}
