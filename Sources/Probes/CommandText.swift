internal import FoundationEssentials

/// How a command is written in one text, as in a Dockerfile's HEALTHCHECK.
///
/// A JSON array has the words; any other text is run by the container's shell.
enum CommandText {
  /// The words; the first is the program.
  ///
  /// - Throws: ``ProbeValueError`` for an array that is none of texts, or has none.
  static func words(_ text: String) throws(ProbeValueError) -> [String] {
    guard text.first(where: { $0 != " " }) == "[" else { return ["/bin/sh", "-c", text] }
    let words: [String]
    do {
      words = try JSONDecoder().decode([String].self, from: Data(text.utf8))
    } catch {
      throw ProbeValueError(
        "\"\(text)\" is no JSON array of texts; expected [\"program\", \"argument\"], or a line for the shell"
      )
    }
    guard let program = words.first, !program.isEmpty else {
      throw ProbeValueError("the command has no program; expected [\"program\", \"argument\"]")
    }
    return words
  }

  /// The words as a JSON array.
  static func array(_ words: [String]) -> String {
    // Texts can always be encoded.
    let data = (try? JSONEncoder().encode(words)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
}
