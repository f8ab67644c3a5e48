import Glibc
import Supervision
import Testing

@Suite struct StoreLockTests {
  func withFolder(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/lslog-lock-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    let folder = try #require(made)
    defer {
      unlink("\(folder)/a/b/lslogd.lock")
      rmdir("\(folder)/a/b")
      rmdir("\(folder)/a")
      rmdir(folder)
    }
    try body("\(folder)/a/b")
  }

  @Test func onlyOneHasTheStoreAndTheOtherHearsWho() throws {
    try withFolder { (store) throws in
      let lock = try StoreLock(directory: store)
      let error = #expect(throws: StoreLockError.self) { try StoreLock(directory: store) }
      #expect(error == .held(directory: store, pid: getpid()))
      #expect(error?.description.contains("pid \(getpid())") == true)
      withExtendedLifetime(lock) {}
    }
  }

  @Test func theLockGoesWithItsOwner() throws {
    try withFolder { (store) throws in
      do { _ = try StoreLock(directory: store) }
      _ = try StoreLock(directory: store)
    }
  }

  @Test func aFolderThatCannotBeMadeIsAnError() {
    let error = #expect(throws: StoreLockError.self) { try StoreLock(directory: "/proc/none/store") }
    guard case .failed("mkdir", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
