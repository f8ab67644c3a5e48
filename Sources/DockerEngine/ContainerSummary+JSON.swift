internal import FoundationEssentials

extension ContainerSummary {
  /// Decodes the answer to the list of containers; a missing or null field gets its empty value.
  ///
  /// - Throws: `DecodingError` when the text is no JSON array of objects with an `Id`.
  package static func decodeList(_ json: [UInt8]) throws -> [ContainerSummary] {
    try JSONDecoder().decode([Wire].self, from: Data(json)).map { ContainerSummary($0) }
  }

  private struct Wire: Decodable {
    var Id: String
    var Names: [String]?
    var Image: String?
    var ImageID: String?
    var Labels: [String: String]?
    var State: String?
    var Status: String?
    var Created: Int64?
  }

  private init(_ wire: Wire) {
    self.init(
      id: wire.Id, name: ContainerName.fromEngine(wire.Names?.first, id: wire.Id), image: wire.Image ?? "",
      imageID: wire.ImageID ?? "", labels: wire.Labels ?? [:],
      state: ContainerState(word: wire.State ?? ""), statusText: wire.Status ?? "",
      createdSeconds: wire.Created ?? 0)
  }
}
