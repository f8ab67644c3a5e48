import FoundationEssentials
import Glibc
import Testing

/// How soon a line is found. The figures are printed; what is asserted is generous, since the machine may be busy.
@Suite(.needsDocker, .alone) struct LatencyTests {
  @Test func lineIsFoundSoonAfterItLeavesTheContainer() async throws {
    try await Scene.with("latency") { scene in
      let pipe = "\(scene.dataDirectory)/pipe"
      #expect(mkfifo(pipe, 0o644) == 0)
      // Open for reading as well, so that the container's `cat` never sees an end.
      let writer = Descriptor(number: open(pipe, O_RDWR | O_CLOEXEC))
      try await scene.daemon.start()
      let container = try await scene.run("echo", script: "exec cat /data/pipe")
      var times: [Duration] = []
      for number in 0..<60 {
        let line = "probe\(number)probe\n"
        let start = ContinuousClock.now
        #expect(write(writer.number, line, line.utf8.count) == line.utf8.count)
        try await eventually("\(line) is found", within: .seconds(5), every: .milliseconds(2)) {
          try await scene.lslog("search", ["probe\(number)probe", "-c", container]).status == 0
        }
        times.append(ContinuousClock.now - start)
      }
      times.sort()
      print("line to hit: p50 \(times[30].milliseconds) ms, p99 \(times[59].milliseconds) ms, of 60")
      #expect(times[30] < .seconds(1))
      #expect(times[59] < .seconds(2))
    }
  }

  @Test func newContainerIsFoundSoonAfterItsFirstLine() async throws {
    try await Scene.with("new") { scene in
      try await scene.daemon.start()
      var times: [Duration] = []
      for number in 0..<7 {
        let container = try await scene.create("c\(number)", script: "echo first; exec sleep 600")
        try await scene.docker("start", container)
        try await scene.awaitHit("first", of: container)
        let found = Date()
        let line = try #require(try await scene.lines(container).first)
        let written = try Date(line.time.prefix(19) + "Z", strategy: .iso8601)
        let fraction = Double("0" + line.time.dropFirst(19).dropLast()) ?? 0
        times.append(.seconds(found.timeIntervalSince(written) - fraction))
      }
      times.sort()
      print("first line of a new container to hit: \(times.map(\.milliseconds)) ms")
      #expect(times[3] < .seconds(1))
      #expect(times[6] < .seconds(3))
    }
  }
}
