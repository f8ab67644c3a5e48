internal import Glibc

/// A lslogd of our own with a new store, which follows the containers with one label and forwards nothing. Stopped when it
/// is released, and when we end in whatever way.
final class LiveDaemon {
  private static let patienceSeconds = 60

  /// Where its store is.
  let storePath: String
  private let log: String
  private let program: Program
  private var stop: Guard?

  /// Starts it and waits until all its processes are ready.
  init(_ binary: String, docker: LiveDocker, label: String, folder: Folder) throws {
    let path = folder.file("live")
    (storePath, log) = ("\(path)/store", "\(path)/lslogd.log")
    mkdir(path, 0o700)
    let configuration = """
      docker:
        host: \(docker.host)
      select:
        containers: listed
        include:
          - labels: ["\(label)"]
      store:
        path: \(storePath)
      sinks: []

      """
    try TextFile.write(Array(configuration.utf8), to: "\(path)/lslogd.yml")
    program = try Program(
      [binary, "--config", "\(path)/lslogd.yml"], output: .file(log),
      environment: ["LSLOG_RUNTIME_DIR": "\(path)/run", "LSLOG_LOG_LEVEL": "info"])
    stop = try Guard("kill \(program.pid)")
    try waitUntilReady()
  }

  deinit {
    // The guard first: it is what asks lslogd to end.
    stop = nil
    program.wait()
  }

  /// CPU seconds of all its processes so far.
  var cpuSeconds: Double {
    ProcessTimes.tree(of: program.pid).reduce(0) { $0 + ProcessTimes.cpuSeconds(of: $1) }
  }

  /// The highest memory of each of its processes, added up, in bytes.
  var peakMemory: Int {
    ProcessTimes.tree(of: program.pid).reduce(0) { $0 + ProcessTimes.peakMemory(of: $1) }
  }

  private func waitUntilReady() throws {
    for _ in 0..<(Self.patienceSeconds * 20) {
      let lines = TextFile.read(log).split(separator: "\n")
      let started = lines.count { $0.contains("process started") }
      if started > 0, started == lines.count(where: { $0.contains("process ready") }) { return }
      guard program.isRunning else { break }
      usleep(50_000)
    }
    throw TextFile.Failure(description: "lslogd is not ready:\n\(TextFile.read(log).suffix(2000))")
  }
}
