/// What may be a probe's name.
package enum ProbeName {
  /// What is wrong with a name; nil if it is one.
  ///
  /// No point, since a label has one behind the name; and not the name of a key, for which a label without a name would be taken.
  package static func problem(with name: String) -> String? {
    let isSafe = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isSafe, (1...64).contains(name.utf8.count) else {
      return "\"\(name)\" is no name of a probe; expected 1 to 64 of A-Z a-z 0-9 _ -"
    }
    guard ProbeKey(label: name) == nil, name != "header" else {
      return "\"\(name)\" is a key, and no name of a probe; choose another"
    }
    return nil
  }
}

extension ProbeKey {
  /// The key that a part of a label means, in which `-` and `_` are the same.
  init?(label: some StringProtocol) {
    self.init(rawValue: String(label.map { $0 == "-" ? "_" : $0 }))
  }
}
