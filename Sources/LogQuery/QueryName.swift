internal import LineContent

/// What the name before a colon or a comparison means.
enum QueryName: String, CaseIterable {
  case level
  case container
  case project
  case resource
  case stream
  /// A field of the line.
  case field

  /// - Parameter isCaseSensitive: whether `Level` is another name than `level`.
  init(_ bytes: [UInt8], isCaseSensitive: Bool) {
    let name = String(decoding: isCaseSensitive ? bytes : TokenBytes.lowercased(bytes), as: UTF8.self)
    self = Self(rawValue: name) ?? .field
  }
}
