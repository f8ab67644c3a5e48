/// Somebody who answers questions about the same lines.
protocol Asker {
  /// As in a table.
  var title: String { get }

  /// How many lines are searched.
  var lines: Int { get }

  /// Whether the answers have to be those of ``TextCorpus``.
  var isChecked: Bool { get }

  /// Done before each question, and not timed.
  func prepare() throws

  /// The number of hits; not timed.
  ///
  /// - Throws: ``CannotAsk`` if there is no way to ask this.
  func count(_ question: Question) throws -> Int

  /// Answers the question; timed.
  func ask(_ question: Question) throws
}

extension Asker {
  var isChecked: Bool { false }
  func prepare() throws {}
  func ask(_ question: Question) throws { _ = try count(question) }
}

/// A question that an asker has no way to ask.
struct CannotAsk: Error {
  /// As in a note.
  var reason: String
}
