/// Circles in what waits for what.
enum Cycles {
  /// One circle for each edge that leads back, as the names on its way: the first is also the last.
  ///
  /// Without recursion, so that a long chain needs no deep stack. Takes O(nodes + edges) time, and the length of what it finds.
  ///
  /// - Parameters:
  ///   - graph: what each waits for; names that have no entry wait for nothing.
  ///   - order: where to begin, so that the same graph always gives the same circles.
  static func find(in graph: [String: [String]], order: [String]) -> [[String]] {
    var cycles: [[String]] = []
    var done: Set<String> = []
    for start in order where !done.contains(start) {
      var path: [(name: String, next: Int)] = [(start, 0)]
      var places = [start: 0]
      while let (name, next) = path.last {
        let edges = graph[name, default: []]
        guard next < edges.count else {
          done.insert(name)
          places[name] = nil
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let edge = edges[next]
        if let place = places[edge] {
          cycles.append(path[place...].map(\.name) + [edge])
        } else if !done.contains(edge) {
          places[edge] = path.count
          path.append((edge, 0))
        }
      }
    }
    return cycles
  }
}
