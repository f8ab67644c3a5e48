internal import ContainerRuntime
internal import FoundationEssentials

extension BuildSpec {
  /// Looks whether an engine can be asked for this.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)``.
  func checkForDocker() throws(RuntimeError) {
    guard tag.digest == nil else {
      throw .invalidSpec(
        "an image that is built can't be named by a digest, as in '\(tag.text)'; name it by a tag")
    }
    guard context.hasPrefix("/") else {
      throw .invalidSpec("the context of a build must be an absolute path, not '\(context)'")
    }
    guard !dockerfile.isEmpty else { throw .invalidSpec("the Dockerfile of a build has no name") }
    for text in [context, dockerfile] where text.utf8.contains(0) {
      throw .invalidSpec("a path of a build holds a zero byte")
    }
  }

  /// The query of the request, without what only BuildKit needs.
  ///
  /// - Parameter dockerfile: its name in the context.
  func query(dockerfile: String) -> [(name: String, value: String)] {
    var items = [("t", tag.text), ("dockerfile", dockerfile), ("rm", "1"), ("forcerm", "1")]
    if !arguments.isEmpty { items.append(("buildargs", SortedJSON.text(arguments))) }
    if let target { items.append(("target", target)) }
    if ignoresCache { items.append(("nocache", "1")) }
    return items.map { (name: $0.0, value: $0.1) }
  }
}

/// JSON with sorted keys.
enum SortedJSON {
  /// The text of a value that has one: texts and objects of them.
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      preconditionFailure("texts can't be written as JSON: \(error)")
    }
  }
}
