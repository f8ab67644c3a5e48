import Collector
import Testing

@Suite struct StartSignalTests {
  @Test func aSignalGivenBeforeTheWaitIsKept() async {
    let signal = StartSignal()
    signal.set()
    await signal.wait()
  }

  @Test func cancellationEndsTheWait() async {
    let signal = StartSignal()
    let waiting = Task { await signal.wait() }
    waiting.cancel()
    await waiting.value
  }
}
