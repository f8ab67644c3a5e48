internal import YAMLDocuments

/// Reads the text of a configuration file.
package enum ConfigText {
  /// The most bytes a configuration may have.
  package static let limit = DocumentText.limit

  /// - Parameter path: A file, or `-` for standard input, which is how a child gets the text its supervisor has validated.
  /// - Throws: ``ConfigError`` when the file can't be read, is longer than ``limit`` or isn't UTF-8.
  package static func read(path: String) throws(ConfigError) -> String {
    do {
      return try DocumentText.read(path: path, subject: "the configuration")
    } catch {
      throw ConfigError(problems: [error])
    }
  }

  /// What messages call the path.
  package static func displayName(path: String) -> String { DocumentText.displayName(path: path) }
}
