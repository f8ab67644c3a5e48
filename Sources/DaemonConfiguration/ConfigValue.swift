internal import Patterns
internal import Quantities
internal import YAMLDocuments

/// How the text of a scalar becomes a value: the type, its bounds and what a message says was expected.
struct ConfigValue<Value> {
  /// - Throws: ``ConfigValueError`` when the text is not such a value.
  let parse: (String, ConfigChecks) throws(ConfigValueError) -> Value

  /// The same value where `none` may stand for its absence.
  func orNone() -> ConfigValue<Value?> {
    ConfigValue<Value?> { text, checks throws(ConfigValueError) in
      text == "none" ? .none : .some(try parse(text, checks))
    }
  }

  /// The same value for a key whose default depends on the environment.
  func asOptional() -> ConfigValue<Value?> {
    ConfigValue<Value?> { text, checks throws(ConfigValueError) in try parse(text, checks) }
  }
}

extension ConfigValue<String> {
  /// Any text; one that is checked by `check`.
  static func text(_ check: @escaping (ConfigChecks) -> (String) -> String?) -> ConfigValue {
    ConfigValue { text, checks throws(ConfigValueError) in
      if let problem = check(checks)(text) { throw ConfigValueError(message: problem) }
      return text
    }
  }

  /// A path from the root.
  static var absolutePath: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      guard text.hasPrefix("/"), !text.contains("\0") else {
        throw ConfigValueError(
          message: "\"\(text)\" is not an absolute path; expected one that starts with /")
      }
      return text
    }
  }

  /// A glob, or what stands before a glob; anything but nothing.
  static var pattern: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      guard !text.isEmpty else {
        throw ConfigValueError(message: "the pattern is empty; expected a glob such as web-*")
      }
      do {
        _ = try Glob(text)
      } catch {
        throw ConfigValueError(message: "\"\(text)\" is no glob: \(error)")
      }
      return text
    }
  }

  /// A name that is safe in a file name and a metric: 1 to 64 of `A-Z a-z 0-9 . _ -`.
  static var identifier: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let isSafe = text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
      guard isSafe, (1...64).contains(text.utf8.count) else {
        throw ConfigValueError(message: "\"\(text)\" is no name; expected 1 to 64 of A-Z a-z 0-9 . _ -")
      }
      return text
    }
  }

  /// Where an engine listens: a unix socket or TCP, as DockerEngine takes it.
  static var engineHost: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let expected =
        "expected unix:///var/run/docker.sock or tcp://host:port"
      guard let scheme = ["unix://", "tcp://"].first(where: text.hasPrefix) else {
        throw ConfigValueError(message: "\"\(text)\" has no scheme we know; \(expected)")
      }
      let rest = text.dropFirst(scheme.count)
      guard scheme == "unix://" ? rest.hasPrefix("/") : !rest.isEmpty else {
        throw ConfigValueError(message: "\"\(text)\" names no place; \(expected)")
      }
      return text
    }
  }
}

extension ConfigValue<Bool> {
  /// `true` or `false`.
  static var boolean: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      switch text {
      case "true": true
      case "false": false
      default: throw ConfigValueError(message: "\"\(text)\" is no boolean; expected true or false")
      }
    }
  }
}

extension ConfigValue<Int> {
  /// A whole number within bounds.
  static func integer(_ bounds: ClosedRange<Int>) -> ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let expected = "expected a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      guard let number = Int(text) else {
        throw ConfigValueError(message: "\"\(text)\" is no number; \(expected)")
      }
      guard bounds.contains(number) else {
        throw ConfigValueError(message: "\(number) is out of bounds; \(expected)")
      }
      return number
    }
  }
}

extension ConfigValue<ByteCount> {
  /// A size within bounds.
  static func size(_ bounds: ClosedRange<ByteCount>) -> ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let size: ByteCount
      do { size = try ByteCount(parsing: text) } catch { throw ConfigValueError(message: "\(error)") }
      guard bounds.contains(size) else {
        let expected = "expected \(bounds.lowerBound) to \(bounds.upperBound)"
        throw ConfigValueError(message: "\(size) is out of bounds; \(expected)")
      }
      return size
    }
  }
}

extension ConfigValue<Duration> {
  /// A duration within bounds.
  static func duration(_ bounds: ClosedRange<Duration>) -> ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let duration: Duration
      do { duration = try Duration(parsing: text) } catch { throw ConfigValueError(message: "\(error)") }
      guard bounds.contains(duration) else {
        let expected = "expected \(bounds.lowerBound.text) to \(bounds.upperBound.text)"
        throw ConfigValueError(message: "\(duration.text) is out of bounds; \(expected)")
      }
      return duration
    }
  }
}

extension ConfigValue where Value: RawRepresentable<String> & CaseIterable {
  /// One of a few words.
  static var word: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      if let value = Value(rawValue: text) { return value }
      let words = Value.allCases.map(\.rawValue)
      throw ConfigValueError(
        message: "\"\(text)\" is not known; expected \(words.joined(separator: ", "))",
        suggestion: Spelling.closest(to: text, among: words))
    }
  }
}
