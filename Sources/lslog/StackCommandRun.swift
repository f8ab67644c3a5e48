internal import ArgumentParser
internal import Dispatch
internal import Glibc
internal import Platform
internal import Stacks
internal import Synchronization
internal import Terminal

/// Runs the work of a command for stacks until it ends or a signal comes.
///
/// Exit status: 0 done, 1 failed, 2 the manifest or the usage is wrong, 130 and 143 after a signal. After the first signal
/// the work is cancelled and takes back what it began; the second one ends the process.
enum StackCommandRun {
  /// How often the signal is looked at and the display is drawn.
  private static let pause = DispatchTimeInterval.milliseconds(100)

  private final class Ending: Sendable {
    let result = Mutex<Result<Void, any Error>?>(nil)
    let hasCome = DispatchSemaphore(value: 0)

    func end(_ result: Result<Void, any Error>) {
      self.result.withLock { $0 = result }
      hasCome.signal()
    }
  }

  /// - Parameters:
  ///   - display: drawn meanwhile.
  ///   - endsByInterruption: whether a signal is the end that the work is to have.
  ///   - body: the work.
  static func run(
    display: StackDisplay? = nil, endsByInterruption: Bool = false,
    _ body: @escaping @Sendable () async throws -> Void
  ) throws(ExitCode) {
    Interruption.watch()
    let ending = Ending()
    // The main thread waits here: nothing else could cancel the work.
    let task = Task {
      do {
        try await body()
        ending.end(.success(()))
      } catch {
        ending.end(.failure(error))
      }
    }
    var result: Result<Void, any Error>?
    while result == nil {
      if Interruption.signal != nil { task.cancel() }
      display?.draw()
      _ = ending.hasCome.wait(timeout: .now() + pause)
      result = ending.result.withLock { $0 }
    }
    display?.draw()
    if endsByInterruption, Interruption.signal == SIGINT, case .failure(is CancellationError)? = result {
      return
    }
    try report(result)
  }

  private static func report(_ result: Result<Void, any Error>?) throws(ExitCode) {
    guard case .failure(let error)? = result else { return }
    if error is CancellationError, let signal = Interruption.signal {
      Diagnostic.note("interrupted")
      throw ExitCode(ExitStatus(signal: signal).rawValue)
    }
    Diagnostic.error("\(error)")
    if let signal = Interruption.signal { throw ExitCode(ExitStatus(signal: signal).rawValue) }
    let isUsage =
      if case .unknownResource? = error as? StackError { true } else {
        error is ManifestError || error is ManifestMissing
      }
    throw ExitCode(isUsage ? ExitStatus.failed.rawValue : ExitStatus.nothingFound.rawValue)
  }
}
