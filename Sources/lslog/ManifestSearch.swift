internal import DaemonConfiguration
internal import Stacks

/// Finds and reads the manifest that a command means.
enum ManifestSearch {
  /// - Parameter file: as it was named; nil: it is looked for.
  /// - Throws: `ManifestError`, ``ManifestMissing``.
  static func load(_ file: String?) throws -> Manifest {
    let environment = ProcessEnvironment.current()
    guard let path = file ?? ManifestLocation.find(from: environment.workingDirectory) else {
      throw ManifestMissing(folder: environment.workingDirectory)
    }
    return try ManifestLoader(
      variables: environment.variables, workingDirectory: environment.workingDirectory
    ).load(path: path)
  }
}

/// There is no manifest where it is looked for.
struct ManifestMissing: Error, CustomStringConvertible {
  let folder: String

  /// Where it was looked for, and what to do.
  var description: String {
    "there is no \(ManifestLocation.names.joined(separator: " or ")) in \(folder) or above; name one with --file"
  }
}
