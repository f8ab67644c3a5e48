internal import ContainerRuntime
internal import DockerEngine

/// A network or a volume, and whose it is, as its labels say.
struct Owned: Decodable {
  var Name: String?
  /// A volume has none.
  var Id: String?
  /// When a network was made, in RFC 3339.
  var Created: String?
  var Labels: [String: String]?

  /// When a network was made, nanoseconds since 1970.
  var created: Int64 { Created.flatMap { EngineTime.parse($0) } ?? 0 }

  /// The project it was made for; nil if it was not made by the runtime.
  var project: String? { Labels?[RuntimeLabels.project] }

  /// Looks whether it is the project's.
  ///
  /// - Throws: ``RuntimeError/Cause``, which says whose it is.
  func check(_ project: String, _ what: String) throws(RuntimeError.Cause) {
    guard self.project != project else { return }
    let owner = self.project.map { "belongs to the project '\($0)'" } ?? "was not made for a project"
    throw RuntimeError.Cause(
      "there is a \(what) that \(owner); remove it, or give the project '\(project)' another name")
  }
}
