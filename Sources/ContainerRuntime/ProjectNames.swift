/// The names of what a project shares.
public enum ProjectNames {
  /// The project's network: `lightshuttle-` and the project in lower case, with `-` for each character that is neither a letter, a
  /// digit nor `-`.
  public static func network(_ project: String) -> String {
    "lightshuttle-"
      + String(project.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  /// A named volume of the project, so that two projects don't share one by accident.
  public static func volume(_ name: String, of project: String) -> String {
    "\(project)_\(name)"
  }
}
