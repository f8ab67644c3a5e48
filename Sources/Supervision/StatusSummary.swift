/// The one line that `systemctl status` shows, from what the children said. Pure.
enum StatusSummary {
  /// `2 collectors following 14 containers; forwarder: 3 lines behind; waiting for prober`.
  static func text(of children: [SupervisedChild]) -> String {
    let collectors = children.filter { $0.current.kind == .collector && $0.isReady }
    var parts: [String] = []
    if !collectors.isEmpty {
      let containers = collectors.compactMap(\.following).reduce(0, +)
      parts.append("\(counted(collectors.count, "collector")) following \(counted(containers, "container"))")
    }
    for child in children where child.isReady && !child.text.isEmpty {
      parts.append("\(child.name): \(child.text)")
    }
    let missing = children.filter { !$0.isReady && $0.desired != nil }.map(\.name)
    if !missing.isEmpty { parts.append("waiting for \(missing.joined(separator: ", "))") }
    return parts.joined(separator: "; ")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
