internal import SQLite

/// The transitions of some containers, as a condition of a statement.
struct TransitionList {
  /// More than this are looked for among all; SQLite takes no more than 32,766 parameters.
  private static let limit = 500

  private let names: [String]
  private let containers: [String]

  /// - Parameters:
  ///   - names: names that the containers had.
  ///   - containers: ids of others.
  init(names: some Sequence<String>, containers: some Sequence<String>) {
    self.names = Set(names).sorted()
    self.containers = Set(containers).sorted()
  }

  /// An expression over the columns `name` and `container`; nil if there are too many, and all are to be read.
  func condition(firstParameter first: Int) -> String? {
    guard names.count + containers.count <= Self.limit else { return nil }
    return "(name IN (\(Self.places(names.count, from: first))) "
      + "OR container IN (\(Self.places(containers.count, from: first + names.count))))"
  }

  /// Gives the parameters of ``condition(firstParameter:)`` their values.
  func bind(to statement: Statement, firstParameter first: Int) throws {
    guard names.count + containers.count <= Self.limit else { return }
    for (place, text) in zip(first..., names + containers) { try statement.bind(text, at: Int32(place)) }
  }

  private static func places(_ count: Int, from first: Int) -> String {
    (first..<first + count).map { "?\($0)" }.joined(separator: ",")
  }
}
