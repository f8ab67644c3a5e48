/// What a person has written about one probe, key by key, be it in the configuration or in labels; nothing is checked yet.
///
/// ``spec(named:)`` reads it: there and in ``ProbeKey`` is all that is known of keys, their values, defaults and limits.
package struct ProbeSettings: Sendable, Hashable {
  private var values: [ProbeKey: String] = [:]
  /// The headers of the request, in the order written.
  package var headers: [HTTPHeader] = []

  /// Nothing is written.
  package init() {}

  /// What is written for a key; nil if nothing is. ``ProbeKey/headers`` has none, see ``headers``.
  package subscript(key: ProbeKey) -> String? {
    get { values[key] }
    set { values[key] = newValue }
  }

  /// The keys that have something, in the order of ``ProbeKey``.
  package var keys: [ProbeKey] {
    ProbeKey.allCases.filter { values[$0] != nil || $0 == .headers && !headers.isEmpty }
  }

  /// Writes the words of a command so that none of them is split: as the JSON array that the key `exec` takes.
  package mutating func setCommand(_ words: [String]) {
    values[.exec] = CommandText.array(words)
  }
}

extension ProbeSettings: CustomStringConvertible {
  /// Each key and its value; the same for equal settings.
  package var description: String {
    let values = ProbeKey.allCases.compactMap { key in self.values[key].map { "\(key.rawValue): \($0)" } }
    return (values + headers.map { "\($0.name): \($0.value)" }).description
  }
}
