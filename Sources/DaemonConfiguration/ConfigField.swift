internal import Yams

/// One key of a section: its name, the keys below it, and how its node is read into the section.
struct ConfigField<Section> {
  /// The name within its section.
  let name: String
  /// The dotted paths from this key to what can be set: `[name]` for a scalar.
  let keys: [String]
  /// Reads the node at the given dotted path; what is wrong becomes a problem of the reader and leaves the default.
  let read: (inout ConfigReader, Node, String, inout Section) -> Void
}

extension ConfigField {
  /// A key with a scalar value. An empty value leaves the default.
  static func value<Value>(
    _ name: String, _ target: WritableKeyPath<Section, Value>, _ value: ConfigValue<Value>
  ) -> ConfigField {
    ConfigField(name: name, keys: [name]) { reader, node, path, section in
      if let found = reader.scalar(node, at: path, as: value) { section[keyPath: target] = found }
    }
  }

  /// A key with a scalar value whose default depends on the environment.
  static func optional<Value>(
    _ name: String, _ target: WritableKeyPath<Section, Value?>, _ value: ConfigValue<Value>
  ) -> ConfigField {
    .value(name, target, value.asOptional())
  }

  /// A key with a scalar value where `none` stands for its absence.
  static func unlessNone<Value>(
    _ name: String, _ target: WritableKeyPath<Section, Value?>, _ value: ConfigValue<Value>
  ) -> ConfigField {
    .value(name, target, value.orNone())
  }

  /// A key with a list of scalars; one scalar stands for a list of one.
  static func values<Value>(
    _ name: String, _ target: WritableKeyPath<Section, [Value]>, _ value: ConfigValue<Value>
  ) -> ConfigField {
    ConfigField(name: name, keys: [name]) { reader, node, path, section in
      let nodes = node.scalar == nil ? reader.list(node, at: path) : [node]
      guard let nodes else { return }
      section[keyPath: target] = zip(0..., nodes).compactMap {
        reader.scalar($1, at: "\(path)[\($0)]", as: value)
      }
    }
  }

  /// A key with a mapping below it.
  static func section<Inner: ConfigSection>(
    _ name: String, _ target: WritableKeyPath<Section, Inner>
  ) -> ConfigField {
    ConfigField(name: name, keys: Inner.fields.flatMap(\.keys).map { "\(name).\($0)" }) {
      reader, node, path, section in
      reader.section(node, at: path, into: &section[keyPath: target])
    }
  }

  /// A key with a list of mappings.
  static func sections<Inner: ConfigSection>(
    _ name: String, _ target: WritableKeyPath<Section, [Inner]>
  ) -> ConfigField {
    ConfigField(name: name, keys: Inner.fields.flatMap(\.keys).map { "\(name)[].\($0)" }) {
      reader, node, path, section in
      guard let nodes = reader.list(node, at: path) else { return }
      section[keyPath: target] = zip(0..., nodes).map {
        var inner = Inner()
        reader.section($1, at: "\(path)[\($0)]", into: &inner)
        return inner
      }
    }
  }
}
