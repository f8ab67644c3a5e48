internal import LineContent

/// How a line is written as a template and variables.
///
/// A *token* is a run of ASCII letters, digits, `_` and bytes from 0x80 on. A variable is a token
/// - that has a digit in it, or
/// - that is the whole value of a field: `key=value`, `key="value"`, `"key":"value"`, `"key":value`, or
/// - that is in lower case and joined by `-` to a variable before it (the rest of a UUID or of a pod's name), and is neither
///   the name of a level nor of a level's key.
///
/// In the log of a container that would have too many templates so, the words of paths and URLs are variables, too
/// (``TemplateLearning/splitsPaths``).
///
/// These stay in the template, so that the template says the level of its lines: the value of a level's key, a
/// klog head (`E1123 `), a syslog priority (`<134>`) and the name of a level at the end of a terminal's escape (`31mERROR`). Everything else does, too; each variable leaves one
/// ``placeholder``. A line that has that byte, is long, or has very many variables is written as one variable: its
/// template is ``rawTemplate``, which no other line has, since two variables never touch.
package enum TemplateSyntax {
  package static let placeholder: UInt8 = 0x11
  package static let rawTemplate: [UInt8] = [placeholder, placeholder]
  /// The number of ``rawTemplate``, which every segment has.
  package static let whole = 0

  /// Longer lines are one variable.
  static let maximumLine = 16 << 10
  /// Lines with more variables are one variable.
  static let maximumVariables = 1024

  /// A block has no more lines than this, and no more variables than ``maximumBlockVariables``; so a reader knows what can't be.
  static let maximumBlockLines = 1 << 20
  static let maximumBlockVariables = 1 << 22

  /// For each placeholder of a template the key of its column: like variables have the same key.
  ///
  /// The key is the hash of the word before, of how many variables stand between, and of how many follow each other without a
  /// word: so `status=␑` has the same column in every template, and the last part of a path has one for each length of the path.
  /// Stored blocks depend on it (codec 2): it must never change.
  static func columnKeys(of template: some Collection<UInt8>) -> [UInt64] {
    if template.elementsEqual(rawTemplate) { return [0] }
    var keys: [UInt64] = []
    var word: UInt64 = 0
    var chainStart = 0
    var isInWord = false
    func closeChain() {
      let length = UInt64(keys.count - chainStart)
      for index in chainStart..<keys.count {
        keys[index] = mix(keys[index] ^ length, 0xD6E8_FEB8_6659_FD93) | 1
      }
      chainStart = keys.count
    }
    for byte in template {
      if byte == placeholder {
        keys.append(word ^ (UInt64(keys.count - chainStart) &* 0x9E37_79B9_7F4A_7C15))
        isInWord = false
      } else if TokenBytes.isToken(byte) {
        if !isInWord {
          closeChain()
          word = 0xCBF2_9CE4_8422_2325
        }
        word = (word ^ UInt64(byte)) &* 0x100_0000_01B3
        isInWord = true
      } else {
        isInWord = false
      }
    }
    closeChain()
    return keys
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
