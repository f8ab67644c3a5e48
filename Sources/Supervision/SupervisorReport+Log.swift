internal import Logging
internal import Quantities

extension SupervisorReport {
  /// Writes the report as one event.
  func log(to logger: Logger) {
    switch self {
    case .started(let child, let pid):
      logger.info("process started", metadata: ["child.name": "\(child)", "child.pid": "\(pid)"])
    case .ready(let child):
      logger.info("process ready", metadata: ["child.name": "\(child)"])
    case .stopped(let child, let end):
      logger.info("process stopped", metadata: ["child.name": "\(child)", "child.end": "\(end)"])
    case .restarting(let child, let end, let wait):
      logger.warning(
        "process died and will be restarted",
        metadata: ["child.name": "\(child)", "child.end": "\(end)", "restart.after": "\(wait.text)"])
    case .killed(let child):
      logger.warning("process did not stop in time and is killed", metadata: ["child.name": "\(child)"])
    case .hung(let child):
      logger.error("process does not report any more and is killed", metadata: ["child.name": "\(child)"])
    case .gaveUp(let child, let end, let deaths):
      logger.critical(
        "process dies again and again, giving up: see its last messages above, then start lslogd again",
        metadata: ["child.name": "\(child)", "child.end": "\(end)", "child.deaths": "\(deaths)"])
    case .configurationRefused(let child):
      logger.critical(
        "process refused its configuration, stopping: see its message above and run lslogd --check",
        metadata: ["child.name": "\(child)"])
    case .stopping:
      logger.notice("stopping")
    case .hurrying:
      logger.notice("second stop requested, killing what still runs")
    case .reloaded(let changed):
      logger.notice(
        "configuration reloaded", metadata: ["child.changed": "\(changed.joined(separator: ","))"])
    case .reloadRefused(let problem):
      logger.error("configuration refused, the old one stays", metadata: ["problem": "\(problem)"])
    }
  }
}
