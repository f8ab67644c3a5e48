/// Where the manifest is that a person means who names none.
package enum ManifestLocation {
  /// What a manifest is called, the first before the second.
  package static let names = ["lightshuttle.yml", "lightshuttle.yaml"]

  /// The manifest in a folder, or in the nearest folder above it.
  ///
  /// - Parameters:
  ///   - folder: absolute.
  ///   - exists: whether there is a file.
  /// - Returns: nil if there is none up to the root.
  package static func find(
    from folder: String, exists: (String) -> Bool = { FilePresence.exists($0) }
  ) -> String? {
    var folder = PathText.normalized(folder)
    while true {
      for name in names {
        let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
        if exists(path) { return path }
      }
      if folder == "/" { return nil }
      folder = PathText.folder(of: folder)
    }
  }
}
