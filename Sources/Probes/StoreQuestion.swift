/// What a look into the store is to tell.
enum StoreQuestion: Sendable {
  /// Whether there are lines, or none.
  case lines(LogCheck)
  /// Whether the last line is older than this.
  case silence(Duration)
}
