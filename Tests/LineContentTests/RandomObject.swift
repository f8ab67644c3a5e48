import TestSupport

/// A random object of JSON as text, and the fields it has.
struct RandomObject {
  private(set) var text = ""
  /// Names and spelled values, in order: as ``LineFieldsTests/fields(of:)`` gives them.
  private(set) var fields: [String] = []
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    object(name: "", depth: 0)
  }

  private mutating func element<Element>(_ list: [Element]) -> Element {
    list[random.number(0...list.count - 1)]
  }

  private mutating func space() { text += element(["", "", "", " ", "\t", "  "]) }

  private mutating func object(name: String, depth: Int) {
    text += "{"
    space()
    for number in 0..<random.number(0...4) {
      if number > 0 { text += "," }
      space()
      let key = string()
      space()
      text += ":"
      space()
      value(name: name.isEmpty ? key : "\(name).\(key)", depth: depth + 1)
      space()
    }
    text += "}"
  }

  private mutating func array(name: String, depth: Int) {
    text += "["
    space()
    for number in 0..<random.number(0...3) {
      if number > 0 { text += "," }
      space()
      value(name: name, depth: depth + 1)
      space()
    }
    text += "]"
  }

  private mutating func value(name: String, depth: Int) {
    switch random.number(0...(depth < 6 ? 6 : 3)) {
    case 0: bare(name, "number", element(["0", "-1", "12.50", "1e9", "123456789012345678901"]))
    case 1: bare(name, "boolean", element(["true", "false"]))
    case 2: bare(name, "null", "null")
    case 3, 4: fields.append("\(name)=\(string())")
    case 5: object(name: name, depth: depth)
    default: array(name: name, depth: depth)
    }
  }

  private mutating func bare(_ name: String, _ kind: String, _ spelling: String) {
    text += spelling
    fields.append("\(name)=(\(kind))\(spelling)")
  }

  /// Writes a string, each character as it is or as one of its escapes, and gives its text.
  private mutating func string() -> String {
    let characters: [(String, [String])] = [
      ("a", ["a", #"\u0061"#]), ("key", ["key"]), ("\"", [#"\""#, #"\u0022"#]), ("\\", [#"\\"#]),
      ("/", ["/", #"\/"#]), ("\n", [#"\n"#, #"\u000A"#]),
      ("\t", [#"\t"#]), ("é", ["é", #"\u00e9"#, #"\u00E9"#]), ("日", ["日", #"\u65e5"#]),
      ("😀", ["😀", #"\ud83d\ude00"#]),
      ("{", ["{"]), ("]", ["]"]), (":", [":"]), (",", [","]), ("=", ["="]), (" ", [" "]),
    ]
    var plain = ""
    text += "\""
    for _ in 0..<random.number(1...5) {
      let (character, spellings) = element(characters)
      plain += character
      text += element(spellings)
    }
    text += "\""
    return plain
  }
}
