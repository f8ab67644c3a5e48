internal import Glibc
internal import LogWire

/// A container that prints a text file and one line more, as fast as Docker takes it. Removed when it is released.
final class LiveContainer {
  /// What stands in the last line and nowhere else.
  let lastWord: String
  private let docker: LiveDocker
  private let name: String
  private let id: String
  private let removal: Guard

  /// Creates it; it is not started yet.
  init(_ docker: LiveDocker, label: String, text: String, number: Int) throws {
    self.docker = docker
    name = "lslog-bench-\(getpid())-\(number)"
    lastWord = "lastlineof\(getpid())x\(number)"
    removal = try Guard("docker rm --force \(name)")
    id = try docker.command([
      "create", "--network", "none", "--name", name, "--label", label, "--volume", "\(text):/lines:ro",
      docker.image,
      "sh", "-c", "cat /lines; echo \(lastWord)",
    ])
  }

  /// Starts it and waits until it has ended.
  func run() throws -> Run {
    let dockerdBefore = ProcessTimes.cpuSeconds(of: docker.dockerd)
    _ = try docker.command(["start", name])
    let pid = pid_t(try docker.command(["inspect", "--format", "{{.State.Pid}}", name])) ?? 0
    let shim = ProcessTimes.find(["containerd-shim", id])
    var shimSeconds = 0.0
    // The shim ends with the container, so its time is read again and again.
    while pid > 0, kill(pid, 0) == 0 {
      if let shim { shimSeconds = max(shimSeconds, ProcessTimes.cpuSeconds(of: shim)) }
      usleep(1000)
    }
    let ended = Samples.now(CLOCK_REALTIME)
    return Run(
      started: try startTime(), ended: ended, shimSeconds: shimSeconds, dockerdBefore: dockerdBefore)
  }

  private func startTime() throws -> UInt64 {
    let text = try docker.command(["inspect", "--format", "{{.State.StartedAt}} ", name])
    var parser = TimestampParser()
    guard let parsed = parser.parse(Array(text.utf8).span.bytes) else {
      throw TextFile.Failure(description: "docker inspect says StartedAt \(text)")
    }
    return UInt64(parsed.time.nanoseconds)
  }

  /// What one container's run was; times in nanoseconds since 1970.
  struct Run {
    var started: UInt64
    var ended: UInt64
    var shimSeconds: Double
    /// CPU seconds of dockerd before the start.
    var dockerdBefore: Double
  }
}
