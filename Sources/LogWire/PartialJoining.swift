/// How the log driver of a container marks the chunks of a line longer than 16 KiB.
package enum PartialJoining: Sendable, Equatable {
  /// json-file and local: each chunk repeats the timestamp of the first, and only the last ends in `\n`.
  case sameTimestamp
  /// journald: the chunks have different timestamps; one of exactly ``chunkLength`` bytes without `\n` is
  /// continued by the next.
  case fullChunk

  /// The payload bytes after which dockerd cuts a line.
  ///
  /// Source: `defaultBufSize` in moby's daemon/logger/copier.go.
  package static let chunkLength = 16_384
}
