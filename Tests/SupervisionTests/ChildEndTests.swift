import Glibc
import Supervision
import Testing

@Suite struct ChildEndTests {
  @Test func waitStatusesAreRead() {
    #expect(ChildEnd(waitStatus: 0) == .exited(0))
    #expect(ChildEnd(waitStatus: 2 << 8) == .exited(2))
    #expect(ChildEnd(waitStatus: SIGKILL) == .signalled(SIGKILL))
    #expect(ChildEnd(waitStatus: SIGSEGV | 0x80) == .signalled(SIGSEGV))
  }

  @Test func everyEndHasASentence() {
    #expect("\(ChildEnd.exited(3))" == "exited with code 3")
    #expect("\(ChildEnd.signalled(9))" == "was ended by signal 9 (Killed)")
    #expect("\(ChildEnd.hung)" == "hung and was killed")
    #expect("\(ChildEnd.spawnFailed(2))" == "could not be started: No such file or directory")
  }
}
