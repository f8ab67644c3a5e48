/// How a followed stream ended without an error.
package enum FollowEnd: Sendable, Hashable {
  /// The engine closed the stream after the last byte. That is not the end of the container: inspect it.
  case endOfStream
}
