import Testing

/// Which tests of this target run at the same time.
///
/// A suite has it, its tests take turns: those that only need a result share the machine, those that measure or break
/// something have it for themselves.
struct Turns: SuiteTrait, TestTrait, TestScoping {
  /// How many places of the ``Turnstile`` a test takes.
  var places: Int

  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    await Turnstile.shared.enter(places)
    do {
      try await function()
    } catch {
      await Turnstile.shared.leave(places)
      throw error
    }
    await Turnstile.shared.leave(places)
  }
}

extension Trait where Self == Turns {
  /// Some tests at a time.
  static var together: Self { Turns(places: 1) }
  /// This test and no other.
  static var alone: Self { Turns(places: Turnstile.capacity) }
}

/// A counting semaphore; who wants fewer places goes first, so that the machine is kept busy.
actor Turnstile {
  static let capacity = 3
  static let shared = Turnstile()

  private struct Waiter {
    var places: Int
    var continuation: CheckedContinuation<Void, Never>
  }

  private var free = Turnstile.capacity
  private var waiters: [Waiter] = []

  /// Waits until there are so many places.
  func enter(_ places: Int) async {
    if free >= places {
      free -= places
      return
    }
    await withCheckedContinuation { continuation in
      let index = waiters.firstIndex { $0.places > places } ?? waiters.endIndex
      waiters.insert(Waiter(places: places, continuation: continuation), at: index)
    }
  }

  /// Gives the places back.
  func leave(_ places: Int) {
    free += places
    while let next = waiters.first, next.places <= free {
      free -= next.places
      waiters.removeFirst().continuation.resume()
    }
  }
}
