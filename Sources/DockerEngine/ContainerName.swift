/// Names of containers as the engine spells them.
enum ContainerName {
  /// The engine's name without the slash before it; the id's first 12 digits where there is none.
  static func fromEngine(_ name: String?, id: String) -> String {
    guard let name, !name.isEmpty else { return String(id.prefix(12)) }
    return name.hasPrefix("/") ? String(name.dropFirst()) : name
  }
}
