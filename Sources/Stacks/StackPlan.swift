/// The resources of a manifest that are meant, each after those that it waits for.
package struct StackPlan: Sendable, Hashable {
  /// In an order in which they can be started one by one; the file's where there is a choice.
  package let resources: [Resource]

  /// - Parameters:
  ///   - manifest: without cycles, as ``ManifestLoader`` makes sure.
  ///   - names: what is meant, with all that it waits for; empty: everything.
  /// - Throws: ``StackError/unknownResource(_:known:)``.
  package init(_ manifest: Manifest, only names: [String] = []) throws(StackError) {
    let byName = Dictionary(manifest.resources.map { ($0.name, $0) }) { first, _ in first }
    let known = manifest.resources.map(\.name)
    if let unknown = names.first(where: { byName[$0] == nil }) {
      throw .unknownResource(unknown, known: known)
    }
    var wanted = Set(names.isEmpty ? known : names)
    var pending = Array(wanted)
    while let name = pending.popLast() {
      for dependency in byName[name]?.dependencies ?? [] where wanted.insert(dependency.name).inserted {
        pending.append(dependency.name)
      }
    }
    let order = known.filter(wanted.contains)
    var schedule = StackSchedule(
      order: order,
      prerequisites: byName.mapValues { $0.dependencies.map(\.name) })
    var sorted: [Resource] = []
    while let name = schedule.next() {
      if let resource = byName[name] { sorted.append(resource) }
      schedule.reached(name)
    }
    resources = sorted
  }
}
