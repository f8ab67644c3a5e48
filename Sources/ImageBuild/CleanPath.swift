/// The shortest path that means the same, by its text alone.
///
/// Source: <https://pkg.go.dev/path#Clean>.
enum CleanPath {
  /// Takes away repeated slashes, `.`, and `..` with what stands before it; `.` if nothing is left.
  static func clean(_ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    let isRooted = path.first == slash
    var kept: [ArraySlice<UInt8>] = []
    for component in path.split(separator: slash) where !component.elementsEqual(".".utf8) {
      let isUp = component.elementsEqual("..".utf8)
      if isUp, let last = kept.last, !last.elementsEqual("..".utf8) {
        kept.removeLast()
      } else if !(isUp && isRooted) {
        kept.append(component)
      }
    }
    let joined = Array(kept.joined(separator: [slash]))
    if isRooted { return [slash] + joined }
    return joined.isEmpty ? [UInt8(ascii: ".")] : joined
  }
}
