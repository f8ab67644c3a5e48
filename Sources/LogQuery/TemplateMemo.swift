internal import LogStore

/// Remembers something of each template of each segment. Segments must live as long.
struct TemplateMemo<Value> {
  private var known: [ObjectIdentifier: [Value?]] = [:]

  /// Nil: nothing was remembered yet.
  subscript(segment: SegmentReader, template: Int) -> Value? {
    get {
      guard let all = known[ObjectIdentifier(segment)], template < all.count else { return nil }
      return all[template]
    }
    set {
      let missing = template + 1 - (known[ObjectIdentifier(segment)]?.count ?? 0)
      if missing > 0 {
        known[ObjectIdentifier(segment), default: []] += [Value?](repeating: nil, count: missing)
      }
      known[ObjectIdentifier(segment)]?[template] = newValue
    }
  }
}
