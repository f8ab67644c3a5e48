/// In which order hits are given. Lines with the same time keep the order of their container's stream.
package enum SearchOrder: Sendable, Hashable {
  case oldestFirst
  case newestFirst
}
