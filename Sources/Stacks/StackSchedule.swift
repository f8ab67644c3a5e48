/// The order of things that wait for each other: what may begin now. Pure; whoever uses it does the work.
package struct StackSchedule: Sendable {
  private var open: [String: Set<String>] = [:]
  private var waiting: [String: [String]] = [:]
  private var ready: [String] = []
  /// How many have not been taken yet.
  package private(set) var left: Int

  /// - Parameters:
  ///   - order: all names; of those that may begin, the first here begins first.
  ///   - prerequisites: what each waits for, each by a name of its own; a name may have several steps.
  package init(order: [String], prerequisites: [String: [String]]) {
    left = order.count
    for name in order {
      let needs = Set(prerequisites[name, default: []])
      if needs.isEmpty { ready.append(name) } else { open[name] = needs }
      for need in needs { waiting[need, default: []].append(name) }
    }
  }

  /// Takes what may begin; nil if nothing may, now.
  package mutating func next() -> String? {
    guard !ready.isEmpty else { return nil }
    left -= 1
    return ready.removeFirst()
  }

  /// Notes that what others wait for has come.
  package mutating func reached(_ prerequisite: String) {
    for name in waiting.removeValue(forKey: prerequisite) ?? [] {
      open[name]?.remove(prerequisite)
      if open[name]?.isEmpty ?? false {
        open[name] = nil
        ready.append(name)
      }
    }
  }
}
