internal import LogWire

/// Go programs: klog's style in every other container, slog's text in the rest.
///
/// Source: https://pkg.go.dev/k8s.io/klog/v2 and https://pkg.go.dev/log/slog#TextHandler
struct GoLog: TextSource {
  private static let events = Ranked([
    ("I", "INFO", "Reconciling", "controller.go:214"), ("I", "INFO", "Finished syncing", "controller.go:391"),
    ("I", "DEBUG", "Watch event received", "reflector.go:533"),
    ("I", "INFO", "Updated status of workload", "status.go:77"),
    ("W", "WARN", "Throttling request took too long", "request.go:697"),
    ("I", "INFO", "Successfully acquired lease", "leaderelection.go:260"),
    ("E", "ERROR", "Failed to update endpoint, requeueing", "queue.go:118"),
    ("W", "WARN", "Object has been modified, applying again", "apply.go:45"),
  ])

  private let objects: Ranked<String>
  private let isKlog: Bool
  private var dice: Dice

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    isKlog = seed.isMultiple(of: 2)
    let names = MadeWords.make(400, seed: seed + 1)
    objects = Ranked(names.map { "\(dice.pick(["default", "shop", "kube-system"]))/\($0)-\(dice.hex(8))" })
    self.dice = dice
  }

  mutating func line(at time: Timestamp) -> String {
    let text = TimeText(time)
    let event = Self.events.pick(&dice)
    return isKlog ? klog(event, text) : slog(event, text)
  }

  private mutating func klog(_ event: (String, String, String, String), _ text: TimeText) -> String {
    let error = event.0 == "E" ? " err=\"Operation cannot be fulfilled: the object has been modified\"" : ""
    return "\(event.0)\(text.monthNumber)\(text.day) \(text.clock).\(text.microseconds)       1 \(event.3)] "
      + "\"\(event.2)\"\(error) object=\"\(objects.pick(&dice))\" worker=\(dice.below(8)) "
      + "elapsed=\"\(dice.duration(usual: 25)).\(dice.below(1000))ms\""
  }

  private mutating func slog(_ event: (String, String, String, String), _ text: TimeText) -> String {
    "time=\(text.iso) level=\(event.1) source=\(event.3) msg=\"\(event.2)\" object=\(objects.pick(&dice)) "
      + "generation=\(dice.below(40)) queue.length=\(dice.below(300)) took=\(dice.duration(usual: 25))ms"
  }
}
