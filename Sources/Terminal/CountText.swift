/// How many hits there are, as `--count` shows it.
package enum CountText {
  /// The number, and a line end.
  package static func text(_ count: Int) -> String { "\(count)\n" }

  /// `{"count":N}`, and a line end.
  package static func json(_ count: Int) -> String {
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("count", Int64(count))
    return String(decoding: object.finish(), as: UTF8.self) + "\n"
  }
}
