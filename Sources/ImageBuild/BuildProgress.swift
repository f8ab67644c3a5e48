package import ContainerRuntime

/// Turns the messages of a builder into steps that a person can follow, and keeps why the build failed.
///
/// A step of the classic builder is named as it says, `2/5`; one of BuildKit by a number in the order in which they
/// began, `#3`. Memory is bounded: beyond ``mostSteps`` steps none is told.
package struct BuildProgress: Sendable {
  /// The most steps that are told apart; builds have dozens.
  package static let mostSteps = 10_000

  /// What the image was called by its builder: its id.
  package private(set) var image: String?
  /// Why the build failed, in the builder's words.
  package private(set) var failure: String?

  private var steps: [String: Step] = [:]
  private var classicStep = ""
  /// The step that failed by itself, rather than because another did.
  private var failedStep: BuildTrace.Vertex?

  private struct Step {
    var item: String
    var isDone = false
    /// The beginning of a character whose end is still to come.
    var cut: [UInt8] = []
  }

  /// Begins with a build.
  package init() {}

  /// Takes a message.
  ///
  /// - Returns: what is to be told.
  package mutating func take(_ message: BuildMessage) -> [ImageProgress] {
    if let failure = message.failure {
      self.failure = self.failure ?? withStep(failure)
      return []
    }
    if case .image(let id) = message.aux { image = id }
    if let trace = message.trace { return take(trace) }
    if let stream = message.stream { return take(stream: stream) }
    guard let status = message.status else { return [] }
    var kind = ImageProgress.Kind.step
    if let done = message.progressDetail?.current {
      kind = .transfer(done: done, total: message.progressDetail?.total.flatMap { $0 > 0 ? $0 : nil })
    }
    return [ImageProgress(item: message.id ?? "", text: status, kind: kind)]
  }

  // MARK: - The classic builder

  private mutating func take(stream: String) -> [ImageProgress] {
    guard let (item, text) = Self.step(stream) else {
      return stream.isEmpty ? [] : [ImageProgress(item: classicStep, text: stream, kind: .output)]
    }
    var told: [ImageProgress] = []
    if !classicStep.isEmpty { told.append(ImageProgress(item: classicStep, text: "", kind: .done)) }
    classicStep = item
    told.append(ImageProgress(item: item, text: text, kind: .step))
    return told
  }

  /// The number and the words of `Step 2/5 : RUN make`; it is for showing only, so one that a program wrote does no
  /// harm.
  private static func step(_ stream: String) -> (item: String, text: String)? {
    let words = stream.split(separator: " ", maxSplits: 3)
    guard words.count == 4, words[0] == "Step", words[2] == ":" else { return nil }
    let numbers = words[1].split(separator: "/")
    guard numbers.count == 2, numbers.allSatisfy({ UInt($0) != nil }) else { return nil }
    return (String(words[1]), String(words[3].prefix { !$0.isNewline }))
  }

  // MARK: - BuildKit

  private mutating func take(_ trace: BuildTrace) -> [ImageProgress] {
    var told: [ImageProgress] = []
    for vertex in trace.vertices { told += take(vertex) }
    for status in trace.statuses {
      guard let step = steps[status.vertex], status.current > 0 || status.total > 0 else { continue }
      let total = status.total > 0 ? status.total : nil
      told.append(
        ImageProgress(
          item: "\(step.item) \(status.id)", text: status.id,
          kind: .transfer(done: status.current, total: total)))
    }
    for log in trace.logs {
      guard var step = steps[log.vertex] else { continue }
      let bytes = step.cut + log.bytes
      let cut = Self.cutCharacter(bytes)
      step.cut = Array(bytes.suffix(cut))
      steps[log.vertex] = step
      let text = String(decoding: bytes.dropLast(cut), as: UTF8.self)
      if !text.isEmpty { told.append(ImageProgress(item: step.item, text: text, kind: .output)) }
    }
    return told
  }

  private mutating func take(_ vertex: BuildTrace.Vertex) -> [ImageProgress] {
    var told: [ImageProgress] = []
    if steps[vertex.digest] == nil {
      guard vertex.isStarted || vertex.isCached, steps.count < Self.mostSteps else { return [] }
      let item = "#\(steps.count + 1)"
      steps[vertex.digest] = Step(item: item)
      told.append(ImageProgress(item: item, text: vertex.name, kind: .step))
    }
    guard vertex.isCompleted || !vertex.error.isEmpty, let step = steps[vertex.digest], !step.isDone else {
      return told
    }
    steps[vertex.digest]?.isDone = true
    if !vertex.error.isEmpty, failedStep == nil || failedStep?.error == Self.canceled { failedStep = vertex }
    let text = !vertex.error.isEmpty ? vertex.error : vertex.isCached ? "cached" : ""
    told.append(ImageProgress(item: step.item, text: text, kind: .done))
    return told
  }

  /// What BuildKit says of a step that was ended because another one failed. Only the choice of words for a failure
  /// hangs on it.
  private static let canceled = "context canceled"

  private func withStep(_ failure: String) -> String {
    guard let step = failedStep, !step.name.isEmpty else { return failure }
    let isSaid = failure.contains(step.error)
    return "\(step.name): \(isSaid ? failure : "\(step.error): \(failure)")"
  }

  /// How many bytes at the end are the beginning of a character.
  private static func cutCharacter(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > count ? count : 0
    }
    return 0
  }
}
