internal import ContainerRuntime
internal import DockerEngine
internal import FoundationEssentials

/// JSON to the engine and from it.
enum EngineJSON {
  /// The body of a request, with sorted keys.
  static func body(_ value: some Encodable) throws -> LifecycleBody {
    .json(try bytes(value))
  }

  /// The `filters` of a list: what has a label of that value.
  static func filters(label: String, _ value: String) throws -> String {
    String(decoding: try bytes(["label": ["\(label)=\(value)"]]), as: UTF8.self)
  }

  /// The `filters` of a list: what has a name with that in it.
  static func filters(name: String) throws -> String {
    String(decoding: try bytes(["name": [name]]), as: UTF8.self)
  }

  /// Reads an answer.
  ///
  /// - Throws: ``RuntimeError/Cause`` when it is something else than it should be.
  static func decode<Value: Decodable>(_ type: Value.Type, _ answer: LifecycleAnswer) throws -> Value {
    try reading(answer) { try JSONDecoder().decode(type, from: Data(answer.body)) }
  }

  /// Reads an answer by a decoder of its own.
  ///
  /// - Throws: ``RuntimeError/Cause`` when it is something else than it should be.
  static func reading<Value>(_ answer: LifecycleAnswer, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch {
      throw RuntimeError.Cause(
        status: answer.status, "the engine's answer can't be understood; is it a container engine? (\(error))"
      )
    }
  }

  private static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
