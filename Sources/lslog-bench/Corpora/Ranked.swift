internal import Glibc

/// Things of which the first are seen often and the last hardly ever: the n-th about 1/n^`skew` as often as the first (Zipf's law).
struct Ranked<Element> {
  /// The most frequent first.
  let elements: [Element]
  private let cumulative: [Double]

  /// - Parameter elements: not empty.
  init(_ elements: [Element], skew: Double = 1) {
    var sum = 0.0
    cumulative = elements.indices.map { rank in
      sum += pow(Double(rank + 1), -skew)
      return sum
    }
    self.elements = elements
  }

  /// One of them.
  func pick(_ dice: inout Dice) -> Element {
    let point = dice.fraction() * (cumulative.last ?? 0)
    var (low, high) = (0, elements.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] <= point { low = middle + 1 } else { high = middle }
    }
    return elements[low]
  }
}

extension Ranked: Sendable where Element: Sendable {}
