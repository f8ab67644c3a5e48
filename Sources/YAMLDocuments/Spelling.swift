/// Finds what a person meant who misspelt one of a few words.
package enum Spelling {
  /// The word nearest to `word`, if at most a third of its letters (at least one) has to change; case doesn't count.
  package static func closest(to word: String, among words: [String]) -> String? {
    let limit = max(1, word.count / 3)
    let ranked = words.map { (word: $0, distance: distance(from: word.lowercased(), to: $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
    return best.word
  }

  /// The Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements and swaps of neighbours.
  /// Takes O(n·m) time.
  package static func distance(from left: String, to right: String) -> Int {
    let left = Array(left.unicodeScalars)
    let right = Array(right.unicodeScalars)
    var rows = [[Int]](repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    for row in 0...left.count { rows[row][0] = row }
    for column in 0...right.count { rows[0][column] = column }
    for (row, one) in zip(1..., left) {
      for (column, other) in zip(1..., right) {
        let replaced = rows[row - 1][column - 1] + (one == other ? 0 : 1)
        var least = min(replaced, rows[row - 1][column] + 1, rows[row][column - 1] + 1)
        if row > 1, column > 1, one == right[column - 2], other == left[row - 2] {
          least = min(least, rows[row - 2][column - 2] + 1)
        }
        rows[row][column] = least
      }
    }
    return rows[left.count][right.count]
  }
}
