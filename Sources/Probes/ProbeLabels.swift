internal import YAMLDocuments

/// The probes that a container's labels set.
///
///     lslog.probe.http=http://{address}:8080/healthz      a key of the probe "default"
///     lslog.probe.interval=30s
///     lslog.probe.header.Accept=text/plain
///     lslog.probe.db.tcp={address}:5432                   a key of the probe "db"
///     lslog.probe=off                                     no probes of the configuration
///
/// In keys `-` and `_` are the same. A probe that has something wrong is left out, and a problem names the label; the
/// others go on.
package struct ProbeLabels: Sendable, Hashable {
  /// The probes that are right, by their names.
  package private(set) var specs: [ProbeSpec] = []
  /// What is wrong, by label.
  package private(set) var problems: [ProbeProblem] = []
  /// The names that labels set something for, right or wrong: a probe of the configuration with such a name does not run.
  package private(set) var names: Set<String> = []
  /// Whether the container wants no probes of the configuration.
  package private(set) var switchesOff = false

  private static let root = "lslog.probe"

  /// Reads the labels; those of other names are not looked at. Takes O(n·log n) time.
  package static func parse(_ labels: [String: String]) -> ProbeLabels {
    var found = ProbeLabels()
    var probes: [String: Draft] = [:]
    let ours = labels.filter { $0.key.hasPrefix(root) }.sorted { $0.key < $1.key }
    for (label, value) in ours { found.take(label, value, &probes) }
    found.names = Set(probes.keys)
    for (name, draft) in probes.sorted(by: { $0.key < $1.key }) { found.add(name, draft) }
    return found
  }

  /// A probe as far as it was read.
  private struct Draft {
    var settings = ProbeSettings()
    /// The label of each key.
    var labels: [ProbeKey: String] = [:]
    var isWrong = false
  }

  private mutating func take(_ label: String, _ value: String, _ probes: inout [String: Draft]) {
    guard label != Self.root else { return takeSwitch(label, value) }
    guard label.dropFirst(Self.root.count).hasPrefix(".") else { return }
    let parts = label.dropFirst(Self.root.count + 1).split(
      separator: ".", omittingEmptySubsequences: false)
    let isUnnamed = parts.count == 1 || parts[0] == "header" || ProbeKey(label: parts[0]) != nil
    let name = isUnnamed ? ProbeSpec.defaultName : String(parts[0])
    let key = isUnnamed ? parts[...] : parts.dropFirst()
    if !isUnnamed, let problem = ProbeName.problem(with: name) {
      return problems.append(ProbeProblem(subject: "label \(label)", message: problem))
    }
    var draft = probes[name] ?? Draft()
    do throws(ProbeValueError) {
      try Self.set(key, label, value, &draft)
    } catch {
      draft.isWrong = true
      problems.append(
        ProbeProblem(subject: "label \(label)", message: error.message, suggestion: error.suggestion))
    }
    probes[name] = draft
  }

  private mutating func takeSwitch(_ label: String, _ value: String) {
    guard value == "off" else {
      let message = "\"\(value)\" is not known; expected off, or a key as in \(Self.root).http"
      return problems.append(ProbeProblem(subject: "label \(label)", message: message))
    }
    switchesOff = true
  }

  private static func set(
    _ parts: ArraySlice<Substring>, _ label: String, _ value: String, _ draft: inout Draft
  ) throws(ProbeValueError) {
    let word = parts.first ?? ""
    let rest = parts.dropFirst().joined(separator: ".")
    if word == "header" || word == "headers" {
      guard !rest.isEmpty, word == "header" else {
        throw ProbeValueError("names no header; expected header.<name> as in \(root).header.Accept")
      }
      draft.settings.headers.append(HTTPHeader(name: rest, value: value))
      return
    }
    guard let key = ProbeKey(label: word), parts.count == 1 else {
      throw unknown(parts.joined(separator: "."))
    }
    if let other = draft.labels[key] {
      throw ProbeValueError("says the same as \(other); remove one of them")
    }
    draft.labels[key] = label
    draft.settings[key] = value
  }

  private static func unknown(_ text: String) -> ProbeValueError {
    let keys = ProbeKey.allCases.filter { $0 != .headers }.map(\.rawValue) + ["header.<name>"]
    let suggestion = Spelling.closest(to: text, among: keys)
    let known =
      suggestion == nil
      ? "; expected \(root).<key> or \(root).<name>.<key>, the keys are \(keys.joined(separator: ", "))" : ""
    return ProbeValueError("unknown key\(known)", suggestion: suggestion)
  }

  private mutating func add(_ name: String, _ draft: Draft) {
    // What is missing may be what was misspelt.
    guard !draft.isWrong else { return }
    guard specs.count < ProbeSpec.limit else {
      let message = "a container has at most \(ProbeSpec.limit) probes; this one is left out"
      return problems.append(ProbeProblem(subject: "probe \(name)", message: message))
    }
    do throws(ProbeSettingsError) {
      specs.append(try draft.settings.spec(named: name))
    } catch {
      problems += error.problems.map { problem in
        let prefix = name == ProbeSpec.defaultName ? "" : "\(name)."
        let label =
          problem.header.map { "\(Self.root).\(prefix)header.\($0)" }
          ?? problem.key.map { draft.labels[$0] ?? "\(Self.root).\(prefix)\($0.rawValue)" }
        return ProbeProblem(
          subject: label.map { "label \($0)" } ?? "probe \(name)", message: problem.message,
          suggestion: problem.suggestion)
      }
    }
  }
}
