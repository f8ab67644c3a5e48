internal import LogWire

/// Lines of 0 to 2,000 bytes, most of them short, as a container that prints anything.
struct UnevenLog: TextSource {
  private var dice: Dice
  private var service: ServiceLog

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    service = ServiceLog(seed: seed + 1)
  }

  mutating func line(at time: Timestamp) -> String {
    switch dice.below(20) {
    case 0: ""
    case 1: (0..<dice.within(1...16)).map { _ in service.line(at: time) }.joined(separator: "; ")
    case 2..<8: dice.pick(ServiceLog.events)
    default: service.line(at: time)
    }
  }
}
