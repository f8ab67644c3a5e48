/// Something did not happen.
struct NotInTime: Error, CustomStringConvertible {
  var what: String
  var limit: Duration
  var last: String?

  var description: String { "not within \(limit): \(what)" + (last.map { "; last: \($0)" } ?? "") }
}

/// Asks again and again until there is an answer.
///
/// - Parameters:
///   - what: What is waited for, as a sentence.
///   - limit: When to give up.
///   - interval: The pause between two questions.
/// - Throws: ``NotInTime``, or what `answer` throws.
func firstAnswer<Answer>(
  _ what: @autoclosure () -> String, within limit: Duration = .seconds(30),
  every interval: Duration = .milliseconds(40), _ answer: () async throws -> Answer?
) async throws -> Answer {
  let start = ContinuousClock.now
  while true {
    // What is true at the last moment counts, however long the question took.
    let isLast = ContinuousClock.now - start >= limit
    if let answer = try await answer() { return answer }
    if isLast { throw NotInTime(what: what(), limit: limit) }
    try await Task.sleep(for: interval)
  }
}

/// Asks again and again until something holds.
func eventually(
  _ what: @autoclosure () -> String, within limit: Duration = .seconds(30),
  every interval: Duration = .milliseconds(40), _ condition: () async throws -> Bool
) async throws {
  _ = try await firstAnswer(what(), within: limit, every: interval) { try await condition() ? true : nil }
}

/// How long something took.
func elapsed(_ body: () async throws -> Void) async throws -> Duration {
  let start = ContinuousClock.now
  try await body()
  return ContinuousClock.now - start
}

extension Duration {
  /// In milliseconds.
  var milliseconds: Int { Int(self / .milliseconds(1)) }
}
