/// Something that goes into the archive of a context.
struct ContextEntry: Hashable {
  /// What it is.
  enum Kind: Hashable {
    /// A file, read when its turn comes.
    case file
    /// A file that is not on the disk as it is sent.
    case bytes([UInt8])
    case folder
    /// A symbolic link, and where it leads; not followed.
    case link([UInt8])
  }

  /// The path in the context, without a slash before or behind it.
  var path: [UInt8]
  /// What it is.
  var kind: Kind
  /// The permissions, with set-user-id, set-group-id and sticky bit.
  var permissions: UInt32
  /// When its content changed last, seconds since 1970.
  var modified: Int
}
