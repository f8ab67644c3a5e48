internal import Glibc
internal import Importing
internal import LogStore
internal import Platform
internal import Terminal

/// An import that a person watches: notices and progress on stderr, a summary on stdout.
struct ImportRun {
  /// Of what was passed over, so many are told one by one.
  private static let toldSkips = 10

  let settings: ImportSettings
  let layout: StoreLayout

  /// - Throws: what the import throws; the summary is printed first.
  func run(_ files: [String]) throws -> ExitStatus {
    let clock = ContinuousClock()
    let begin = clock.now
    let display = ProgressDisplay(descriptor: STDERR_FILENO)
    var skips = 0
    let importer = try Importer(
      layout: layout, settings: settings,
      notify: { notice in
        if case .passedOver = notice { skips += 1 }
        guard skips <= Self.toldSkips else { return }
        display.clear()
        Diagnostic.note(notice.description)
      }, isInterrupted: { Interruption.signal != nil })
    importer.onProgress = { report in
      display.show {
        ProgressLine(
          doneBytes: report.doneBytes, totalBytes: report.totalBytes, lines: report.lines,
          elapsed: begin.duration(to: clock.now), skippedBytes: report.doneBytes - report.bytes)
      }
    }
    let result = Result { try importer.run(files) }
    display.clear()
    let report = importer.report
    try TextOutput.write(Self.summary(of: report, begin.duration(to: clock.now)), to: STDOUT_FILENO)
    try result.get()
    guard report.isInterrupted else { return .found }
    return ExitStatus(signal: Interruption.signal ?? SIGINT)
  }

  private static func summary(of report: ImportReport, _ elapsed: Duration) -> String {
    let seconds = elapsed / .seconds(1)
    let pace = QuantityText.count(Int64(Double(report.lines) / max(seconds, 0.001)))
    let skipped = report.skipped > 0 ? "; \(QuantityText.count(report.skipped)) bad passed over" : ""
    let interrupted = report.isInterrupted ? "interrupted; run again to go on: " : ""
    return """
      \(interrupted)\(QuantityText.count(report.lines)) lines imported, \(QuantityText.bytes(report.bytes)) in \
      \(QuantityText.duration(elapsed)) (\(pace) lines/s), \(QuantityText.bytes(report.storedBytes)) on disk\(skipped)

      """
  }
}
