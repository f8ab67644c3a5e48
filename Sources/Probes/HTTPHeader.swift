/// A header of an HTTP request.
package struct HTTPHeader: Sendable, Hashable {
  /// A token of RFC 9110, section 5.6.2.
  package var name: String
  /// Without line ends.
  package var value: String

  /// Makes a header; nothing is checked.
  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// What is wrong with the name; nil if it is one.
  package static func problem(ofName name: String) -> String? {
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
    return isToken && !name.isEmpty
      ? nil : "\"\(name)\" is no name of a header; expected letters, digits and - as in X-Token"
  }

  /// What is wrong with the value; nil if it can be sent.
  package static func problem(ofValue value: String) -> String? {
    let isClean = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    return isClean ? nil : "the header's value has a line end or another control character; remove it"
  }
}
