/// Makes patterns one that differ only in the words of paths and URLs, where these are variables.
///
/// They are if the store took them as such in one of its blocks, or if there are more than ``limit`` patterns that differ in
/// nothing else: `GET /users/eve` and `GET /carts/eve` stay two patterns, and a thousand of their kind become `GET /<*>/<*>`.
enum PatternPaths {
  /// So many patterns that differ only in their paths stay apart.
  static let limit = 32

  static func merged(_ entries: [PatternEntry]) -> [PatternEntry] {
    var form = PatternForm()
    var groups: [[UInt8]: [PatternEntry]] = [:]
    for entry in entries { groups[form.withoutPaths(entry.template), default: []].append(entry) }
    return groups.flatMap { template, members in
      let isVariable = members.count > limit || members.contains { $0.template == template }
      guard members.count > 1, isVariable else { return members }
      var whole = PatternEntry(template: template, buckets: members[0].trend.count)
      for member in members { whole.add(member) }
      return [whole]
    }
  }
}
