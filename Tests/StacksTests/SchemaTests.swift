import Glibc
import Stacks
import Testing
import YAMLDocuments
import Yams

@Suite struct SchemaTests {
  /// The folder `config` of this package.
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/config"

  /// JSON is YAML.
  private static func schema() throws -> Node {
    let text = try DocumentText.read(path: "\(folder)/lightshuttle.schema.json", subject: "the schema")
    return try #require(try YAMLDocument.compose(text, file: "lightshuttle.schema.json"))
  }

  /// The dotted paths of the properties below a schema, with `*` for any name.
  private static func paths(_ schema: Node, at path: String, in root: Node) throws -> Set<String> {
    var found: Set<String> = []
    if let reference = schema["$ref"]?.string {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      found.formUnion(try paths(try #require(root["$defs"]?[name], "\(reference)"), at: path, in: root))
    }
    for choice in schema["anyOf"]?.array() ?? [] { found.formUnion(try paths(choice, at: path, in: root)) }
    if let others = schema["additionalProperties"], others.mapping != nil {
      found.formUnion(try paths(others, at: "\(path).*", in: root))
    }
    for (key, value) in schema["properties"]?.mapping ?? [:] {
      let keyPath = (path.isEmpty ? "" : "\(path).") + (key.string ?? "")
      found.insert(keyPath)
      found.formUnion(try paths(value, at: keyPath, in: root))
    }
    return found
  }

  @Test func keysOfTheSchemaAreThoseOfTheParser() throws {
    let schema = try Self.schema()
    let paths = try Self.paths(schema, at: "", in: schema)
    #expect(paths.subtracting(ManifestKeys.paths) == [])
    #expect(Set(ManifestKeys.paths).subtracting(paths) == [])
  }

  @Test func objectsOfTheSchemaRefuseOtherKeys() throws {
    let schema = try Self.schema()
    let definitions = schema["$defs"]?.mapping ?? [:]
    for object in [schema] + definitions.map(\.value) where object["properties"] != nil {
      #expect(object["additionalProperties"]?.bool == false)
    }
  }

  @Test func demoIsAManifest() throws {
    let manifest = try ManifestLoader(variables: [:], workingDirectory: "/").load(
      path: "\(Self.folder)/demo.yml")
    #expect(manifest.project == "demo")
    #expect(Set(manifest.resources.map(\.name)) == ["api", "worker", "db", "flaky"])
  }
}
