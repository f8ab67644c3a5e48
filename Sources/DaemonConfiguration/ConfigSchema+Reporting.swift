/// Whom transitions are told, and when not.
extension HealthChannelConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("type", \.type, .word),
      .value("name", \.name, .identifier),
      .sections("select", \.select),
      .optional("url", \.url, .webAddress),
      .texts("headers", \.headers, .headerValue),
      .optional("secret_file", \.secretFile, .file(\.secret)),
      .optional("template", \.template, .file(\.template)),
      .values("command", \.command, .argument),
      .optional("timeout", \.timeout, .duration(.seconds(1)...(.seconds(600)))),
      .values("on", \.on, .word),
      .value("group", \.group, .duration(.seconds(0)...(.seconds(600)))),
      .unlessNone("remind", \.remind, .duration(.seconds(60)...(.seconds(366 * 86400)))),
    ]
  }

  /// The keys that only some kinds have.
  private static let keysOfKinds: [Kind: [String]] = [
    .journald: [],
    .webhook: ["url", "headers", "secret_file", "template", "timeout", "on", "group", "remind"],
    .command: ["command", "timeout", "on", "group", "remind"],
  ]

  static func check(_ channels: [HealthChannelConfig], _ reader: inout ConfigReader) {
    var seen: Set<String> = []
    for (index, channel) in zip(0..., channels) {
      let path = "health.channels[\(index)]"
      let isNamed = reader.contains("\(path).name")
      if channel.type != .journald, !isNamed {
        reader.report("a \(channel.type.rawValue) needs a name of its own", at: path)
      } else if !seen.insert(channel.name).inserted {
        reader.report(
          "another channel has the name \"\(channel.name)\"; give each its own",
          at: isNamed ? "\(path).name" : path)
      }
      let keys = keysOfKinds[channel.type] ?? []
      let others = Set(keysOfKinds.values.joined()).subtracting(keys)
      for key in others.sorted() where reader.contains("\(path).\(key)") {
        let kinds = Kind.allCases.filter { keysOfKinds[$0]?.contains(key) ?? false }.map(\.rawValue)
        reader.report(
          "is of type \(kinds.joined(separator: " and ")) only, this channel is of type \(channel.type.rawValue)",
          at: "\(path).\(key)")
      }
      if channel.type == .webhook, channel.url == nil { reader.report("a webhook needs a url", at: path) }
      if channel.type == .command { check(channel.command, path, &reader) }
      if channel.on.isEmpty { reader.report("the channel would tell nothing", at: "\(path).on") }
      HealthRuleConfig.check(channel.select, path, &reader)
    }
  }

  private static func check(_ command: [String], _ path: String, _ reader: inout ConfigReader) {
    guard let program = command.first else {
      return reader.report("a command needs command: the path of a program, and its arguments", at: path)
    }
    guard program.hasPrefix("/") else {
      return reader.report(
        "\"\(program)\" is not an absolute path; it is run as it is, by no shell", at: "\(path).command")
    }
    if let problem = reader.checks.program(program) { reader.report(problem, at: "\(path).command") }
  }
}

extension HealthRuleConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [.values("names", \.names, .pattern), .values("projects", \.projects, .pattern)]
  }

  static func check(_ rules: [HealthRuleConfig], _ path: String, _ reader: inout ConfigReader) {
    for (index, rule) in zip(0..., rules) where rule == HealthRuleConfig() {
      reader.report("the rule is empty; expected names or projects", at: "\(path).select[\(index)]")
    }
  }
}

extension MaintenanceConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("name", \.name, .identifier),
      .values("days", \.days, .word),
      .value("from", \.from, .timeOfDay),
      .value("until", \.until, .timeOfDay),
      .sections("select", \.select),
    ]
  }

  static func check(_ windows: [MaintenanceConfig], _ reader: inout ConfigReader) {
    for (index, window) in zip(0..., windows) {
      let path = "health.maintenance[\(index)]"
      for key in ["from", "until"] where !reader.contains("\(path).\(key)") {
        reader.report("needs \(key), such as \"02:00\"", at: path)
      }
      if reader.contains("\(path).from"), reader.contains("\(path).until"), window.from == window.until {
        reader.report("is the same time as from; for a whole day write 00:00 and 24:00", at: "\(path).until")
      }
      if window.days.isEmpty { reader.report("the window would never begin", at: "\(path).days") }
      HealthRuleConfig.check(window.select, path, &reader)
    }
  }
}

extension ConfigValue<MaintenanceConfig.TimeOfDay> {
  /// `HH:MM`; `24:00` is the end of the day.
  static var timeOfDay: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isASCII) }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...59).contains(minute),
        (0...23).contains(hour) || (hour == 24 && minute == 0)
      else {
        throw ConfigValueError(
          message: "\"\(text)\" is no time of day; expected one such as \"02:30\", in quotes")
      }
      return MaintenanceConfig.TimeOfDay(minute: hour * 60 + minute)
    }
  }
}

extension ConfigValue<String> {
  /// A URL that can be posted to. It is not quoted in what is said of it: it may hold a token.
  static var webAddress: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      guard let scheme = ["https://", "http://"].first(where: text.hasPrefix),
        let first = text.dropFirst(scheme.count).first, !"/?#:".contains(first),
        text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
      else {
        throw ConfigValueError(message: "this is no URL; expected https://host/path or http://host:port/path")
      }
      return text
    }
  }

  /// What may stand in a header's value.
  static var headerValue: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw ConfigValueError(message: "a header's value has no line end and no control character")
      }
      return text
    }
  }

  /// What a program can be given.
  static var argument: ConfigValue {
    ConfigValue { text, _ throws(ConfigValueError) in
      guard !text.utf8.contains(0) else {
        throw ConfigValueError(message: "an argument can't have a NUL in it")
      }
      return text
    }
  }

  /// The absolute path of a file that is checked by `check`.
  static func file(_ check: @escaping (ConfigChecks) -> (String) -> String?) -> ConfigValue {
    ConfigValue { text, checks throws(ConfigValueError) in
      let path = try ConfigValue.absolutePath.parse(text, checks)
      if let problem = check(checks)(path) { throw ConfigValueError(message: problem) }
      return path
    }
  }
}

/// The names of headers that somebody may give a value.
enum HeaderName {
  /// Those that we set, and those that are part of how a request is sent.
  private static let reserved: Set<String> = [
    "connection", "content-length", "host", "idempotency-key", "te", "trailer", "transfer-encoding",
    "upgrade",
    "x-lslog-signature", "x-lslog-timestamp",
  ]

  /// What is wrong with a name; nil for nothing. Source: RFC 9110, section 5.6.2.
  static func problem(_ name: String) -> String? {
    let isToken = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
      }
    }
    guard isToken, !name.isEmpty else { return "\"\(name)\" is no name of a header" }
    return reserved.contains(name.lowercased()) ? "the header \(name) is set by lslogd itself" : nil
  }
}

extension ConfigField {
  /// A key with a mapping of headers' names to their values.
  static func texts(
    _ name: String, _ target: WritableKeyPath<Section, [String: String]>, _ value: ConfigValue<String>
  ) -> ConfigField {
    ConfigField(name: name, keys: [name]) { reader, node, path, section in
      section[keyPath: target] = reader.texts(node, at: path, as: value, checking: HeaderName.problem)
    }
  }
}
