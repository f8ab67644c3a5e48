import HealthReporting
import LogWire
import Patterns
import Testing

@Suite("Maintenance windows")
struct MaintenanceWindowTests {
  func contains(_ window: MaintenanceWindow, _ weekday: Int, _ hour: Int, _ minute: Int = 0) -> Bool {
    window.contains(LocalTime(weekday: weekday, minute: hour * 60 + minute))
  }

  @Test func windowHoldsOnItsDaysFromItsFirstMinuteToBeforeItsLast() {
    let window = MaintenanceWindow(name: "w", days: [0], from: 120, until: 240)
    #expect(contains(window, 0, 2) && contains(window, 0, 3, 59))
    #expect(!contains(window, 0, 1, 59) && !contains(window, 0, 4) && !contains(window, 1, 3))
  }

  @Test func windowOverMidnightBelongsToTheDayOnWhichItBegins() {
    let window = MaintenanceWindow(name: "w", days: [6], from: 1410, until: 60)
    #expect(contains(window, 6, 23, 30) && contains(window, 0, 0) && contains(window, 0, 0, 59))
    #expect(!contains(window, 0, 1) && !contains(window, 6, 0, 30) && !contains(window, 0, 23, 45))
  }

  @Test func wholeDayEndsAtMidnight() {
    let window = MaintenanceWindow(name: "w", days: [1], from: 0, until: 1440)
    #expect(contains(window, 1, 0) && contains(window, 1, 23, 59))
    #expect(!contains(window, 0, 23, 59) && !contains(window, 2, 0))
  }

  @Test func localTimeIsThatOfTheSystem() {
    let time = HealthScene.time(0)
    let local = LocalTime.system(time)
    #expect((0...6).contains(local.weekday) && (0..<1440).contains(local.minute))
    let next = LocalTime.system(HealthScene.time(60))
    #expect((next.minute - local.minute + 1440) % 1440 == 1)
  }

  /// As in a zone where on Sunday at 2:00 the clock is set to 3:00, and on another from 3:00 back to 2:00.
  @Test func clocksThatAreSetLeaveNoMinuteOfTheWindowOut() {
    let window = MaintenanceWindow(name: "w", days: [0], from: 120, until: 240)
    func minutes(_ clock: (Int) -> Int) -> Int {
      (0..<600).count { window.contains(LocalTime(weekday: 0, minute: clock($0))) }
    }
    #expect(minutes { $0 } == 120)
    #expect(minutes { $0 < 120 ? $0 : $0 + 60 } == 60, "two o'clock is not there")
    #expect(minutes { $0 < 180 ? $0 : $0 - 60 } == 180, "two o'clock is there twice")
  }

  @Test func windowOfSomeContainersIsOfTheEngineToo() throws {
    let selection = ChannelSelection(rules: [.init(names: [try Glob("db*")], projects: [try Glob("shop")])])
    let window = MaintenanceWindow(name: "w", from: 0, until: 1440, selection: selection)
    let quiet = Quiet(windows: [window], localTime: { _ in LocalTime(weekday: 0, minute: 0) })
    let time = HealthScene.time(0)
    #expect(quiet.covers(Subject(id: "1", name: "db-1", project: "shop"), at: time))
    #expect(quiet.covers(Subject(id: "1", name: "x", project: "shop", resource: "db"), at: time))
    #expect(!quiet.covers(Subject(id: "1", name: "db-1", project: "blog"), at: time))
    #expect(!quiet.covers(Subject(id: "1", name: "db-1"), at: time))
  }
}
