internal import DockerEngine
internal import LogWire
internal import Platform
internal import Synchronization

/// One run of a command in a container.
final class ExecAttempt: ProbeAttempt {
  private let words: [String]
  private let key: ExecBook.Key
  private let book: ExecBook
  private let output = Mutex(OutputTail())

  init(_ words: [String], key: ExecBook.Key, book: ExecBook) {
    self.words = words
    self.key = key
    self.book = book
  }

  func finding() async -> ProbeFinding {
    do {
      if let earlier = try await stillRunning() { return earlier }
      return try await run()
    } catch is CancellationError {
      return .undetermined("the probe was cancelled")
    } catch let error as EngineError {
      return finding(of: error)
    } catch {
      return .undetermined("\(error)")
    }
  }

  func overdue(after limit: Duration) -> ProbeFinding {
    // Without a command it is the engine that is slow.
    guard book[key] != nil else { return .undetermined("the engine did not answer within \(limit.shown)") }
    return .failed("the command still runs after \(limit.shown)", evidence(exitCode: nil))
  }

  private func stillRunning() async throws -> ProbeFinding? {
    guard let earlier = book[key] else { return nil }
    guard try await book.engine.inspectExec(earlier.id)?.isRunning ?? false else {
      book.forget(key)
      return nil
    }
    let age = Duration.nanoseconds(Timestamp.now().nanoseconds &- earlier.since.nanoseconds)
    return .failed("the command of an earlier run still runs, for \(age.shown)")
  }

  private func run() async throws -> ProbeFinding {
    let id = try await book.engine.createExec(in: key.container, command: words)
    book.note(.init(id: id, since: .now()), of: key)
    do {
      try await book.engine.startExec(id) { bytes in self.output.withLock { $0.append(bytes) } }
    } catch let error as EngineError where error.status != nil {
      // It was refused, so nothing runs.
      book.forget(key)
      throw error
    }
    let state = try await book.engine.inspectExec(id)
    book.forget(key)
    guard let exitCode = state?.exitCode else {
      return .undetermined("the engine does not know how the command ended")
    }
    let evidence = evidence(exitCode: exitCode)
    guard exitCode != 0 else { return ProbeFinding(outcome: .passed, evidence: evidence) }
    return .failed(Self.words(for: exitCode), evidence)
  }

  /// What a shell and the engine mean by the codes from 126 on.
  private static func words(for exitCode: Int) -> String {
    switch exitCode {
    case 126: "exit code 126: the command can't be run"
    case 127: "exit code 127: there is no such command"
    case 137: "exit code 137: killed"
    default: "exit code \(exitCode)"
    }
  }

  private func evidence(exitCode: Int?) -> ProbeEvidence {
    ProbeEvidence(exitCode: exitCode, output: output.withLock { $0.bytes })
  }

  private func finding(of error: EngineError) -> ProbeFinding {
    switch error.status {
    case 404: .undetermined("the container is gone")
    // It is paused, or does not run: the engine's state says that, and the probe knows no more.
    case 409: .undetermined(error.daemonMessage ?? "the container does not run")
    case .some where !error.isEngineAway:
      .failed("the command can't be run: \(error.daemonMessage ?? "\(error)")")
    default: .undetermined(error.description)
    }
  }
}
