internal import ContainerRuntime

/// Whose a network or a volume is, as its labels say.
struct Owner: Decodable {
  var Labels: [String: String]?

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
