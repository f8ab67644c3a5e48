/// When an image is pulled.
public enum PullPolicy: String, Sendable, Hashable, CaseIterable {
  /// If it is not there.
  case missing
  /// Always, so that a moved tag is noticed.
  case always
  /// Never: one that is not there is an error.
  case never
}
