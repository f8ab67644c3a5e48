import ContainerRuntime
import ContainerWatch
import DockerEngine
import Patterns
import Testing

@Suite("News of containers are put in order")
struct ContainerRosterTests {
  static let managed = [RuntimeLabels.project: "shop"]

  private func details(
    _ id: String = "a", _ state: ContainerState = .running, name: String = "web", exitCode: Int = 0
  ) -> ContainerDetails {
    ContainerDetails(id: id, name: name, image: "i", labels: Self.managed, state: state, exitCode: exitCode)
  }

  private func summary(
    _ id: String = "a", _ state: ContainerState = .running, name: String = "web",
    labels: [String: String] = managed,
    status: String = "Up"
  ) -> ContainerSummary {
    ContainerSummary(id: id, name: name, image: "i", labels: labels, state: state, statusText: status)
  }

  private func event(
    _ action: EngineEventAction, _ id: String = "a", labels: [String: String] = managed, name: String = "web",
    time: Int64 = 1
  ) -> EngineEvent {
    EngineEvent(
      action: action, id: id, attributes: labels.merging(["name": name, "image": "i"]) { left, _ in left },
      time: time)
  }

  /// A roster that knows the running container "a".
  private func rosterThatKnowsOne() -> ContainerRoster {
    var roster = ContainerRoster(selector: .managed)
    roster.listingBegan()
    _ = roster.listed([summary()], isAfterGap: true)
    _ = roster.inspected("a", details())
    return roster
  }

  @Test func listedContainersAreInspectedAndTheListIsToldLast() {
    var roster = ContainerRoster(selector: .managed)
    roster.listingBegan()
    let effects = roster.listed([summary("a"), summary("b", labels: [:]), summary("c")], isAfterGap: true)
    #expect(effects == [.inspect(id: "a"), .inspect(id: "c")])
    #expect(roster.inspected("a", details("a")) == [.tell(.appeared(details("a"), after: []))])
    #expect(
      roster.inspected("c", details("c")) == [
        .tell(.appeared(details("c"), after: [])), .tell(.listed(chosen: 2, total: 3)),
      ])
  }

  @Test func emptyListIsToldAtOnce() {
    var roster = ContainerRoster(selector: .managed)
    roster.listingBegan()
    #expect(roster.listed([], isAfterGap: true) == [.tell(.listed(chosen: 0, total: 0))])
  }

  @Test func eventsOfANewContainerWaitForItsDetails() {
    var roster = ContainerRoster(selector: .managed)
    let (create, start) = (event(.create), event(.start, time: 2))
    #expect(roster.received(create) == [.inspect(id: "a")])
    #expect(roster.received(start) == [])
    #expect(
      roster.inspected("a", details()) == [
        .tell(.appeared(details(), after: [create, start])), .tell(.event(create, details())),
        .tell(.event(start, details())),
        .inspect(id: "a"),
      ])
    #expect(roster.inspected("a", details()) == [])
  }

  @Test func eventsOfAContainerThatIsGoneBeforeItIsSeenAreToldAllTheSame() {
    var roster = ContainerRoster(selector: .managed)
    _ = roster.received(event(.create))
    #expect(roster.received(event(.die)) == [])
    #expect(
      roster.inspected("a", nil) == [.tell(.event(event(.create), nil)), .tell(.event(event(.die), nil))])
    #expect(roster.received(event(.destroy)) == [.tell(.event(event(.destroy), nil))])
  }

  @Test func eventsOfContainersThatAreNotChosenAreNotLookedAt() {
    var roster = ContainerRoster(selector: .managed)
    #expect(roster.received(event(.start, labels: [:])) == [])
    #expect(roster.received(event(.destroy, labels: [:])) == [])
    var other = event(.start)
    other.type = "network"
    #expect(roster.received(other) == [])
  }

  @Test func eventOfAKnownContainerIsToldAtOnceAndTheChangeFollows() {
    var roster = rosterThatKnowsOne()
    let die = event(.die)
    #expect(roster.received(die) == [.tell(.event(die, details())), .inspect(id: "a")])
    let after = details("a", .exited, exitCode: 3)
    #expect(roster.inspected("a", after) == [.tell(.changed(after, die))])
  }

  @Test func newsDuringAnInspectionLeadToOneMore() {
    var roster = rosterThatKnowsOne()
    let (die, start) = (event(.die), event(.start, time: 2))
    _ = roster.received(die)
    #expect(roster.received(start) == [.tell(.event(start, details()))])
    let exited = details("a", .exited)
    #expect(roster.inspected("a", exited) == [.tell(.changed(exited, die)), .inspect(id: "a")])
    #expect(roster.inspected("a", details()) == [.tell(.changed(details(), start))])
  }

  @Test func destroyedContainerIsGoneOnceAndAnAnswerThatComesLateIsDropped() {
    var roster = rosterThatKnowsOne()
    _ = roster.received(event(.die))
    let destroy = event(.destroy)
    #expect(roster.received(destroy) == [.tell(.event(destroy, details())), .tell(.gone(id: "a"))])
    #expect(roster.inspected("a", details()) == [])
    #expect(roster.chosenCount == 0)
  }

  @Test func containerThatInspectMissesStaysKnownUntilItsDestroyEvent() {
    var roster = rosterThatKnowsOne()
    _ = roster.received(event(.die))
    #expect(roster.inspected("a", nil) == [])
    #expect(roster.received(event(.destroy)).last == .tell(.gone(id: "a")))
  }

  @Test func containerMissingFromTheListIsGoneUnlessItWasHeardOfMeanwhile() {
    var roster = rosterThatKnowsOne()
    roster.listingBegan()
    _ = roster.received(event(.create, "b"))
    _ = roster.inspected("b", details("b", .created))
    let effects = roster.listed([], isAfterGap: false)
    #expect(effects == [.tell(.gone(id: "a")), .tell(.listed(chosen: 1, total: 0))])
  }

  @Test func listAloneFindsWhatNoEventTold() {
    var roster = rosterThatKnowsOne()
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: false) == [.tell(.listed(chosen: 1, total: 1))])
    for changed in [
      summary("a", .exited), summary(name: "renamed"), summary(status: "Up 3 seconds (unhealthy)"),
    ] {
      var copy = roster
      copy.listingBegan()
      #expect(copy.listed([changed], isAfterGap: false) == [.inspect(id: "a")])
    }
  }

  @Test func afterAGapEveryChosenContainerIsInspected() {
    var roster = rosterThatKnowsOne()
    roster.disconnected()
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: true) == [.inspect(id: "a")])
    #expect(roster.inspected("a", details()) == [.tell(.listed(chosen: 1, total: 1))])
  }

  @Test func inspectionUnderWayWhenTheConnectionBreaksIsAskedForAgain() {
    var roster = rosterThatKnowsOne()
    _ = roster.received(event(.die))
    roster.disconnected()
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: true) == [.inspect(id: "a")])
  }

  @Test func failedInspectionIsTriedAgainByTheNextList() {
    var roster = ContainerRoster(selector: .managed)
    roster.listingBegan()
    _ = roster.listed([summary()], isAfterGap: true)
    #expect(roster.inspectionFailed("a") == [.tell(.listed(chosen: 0, total: 1))])
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: false) == [.inspect(id: "a")])
  }

  @Test func renamingMovesAContainerInAndOut() throws {
    let selector = ContainerSelector(base: .none, include: [.name(try Glob("web*"))])
    var roster = ContainerRoster(selector: selector)
    let renamed = event(.rename, name: "web")
    #expect(roster.received(renamed) == [.inspect(id: "a")])
    #expect(
      roster.inspected("a", details()) == [
        .tell(.appeared(details(), after: [renamed])), .tell(.event(renamed, details())),
      ])
    let away = event(.rename, name: "db", time: 2)
    #expect(roster.received(away) == [.tell(.event(away, details())), .inspect(id: "a")])
    #expect(roster.inspected("a", details(name: "db")) == [.tell(.gone(id: "a"))])
  }

  @Test func containerRefusedByItsImageIsInspectedOnce() throws {
    var roster = ContainerRoster(selector: ContainerSelector(exclude: [.image(try Glob("i"))]))
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: true) == [.inspect(id: "a")])
    #expect(roster.inspected("a", details()) == [.tell(.listed(chosen: 0, total: 1))])
    roster.listingBegan()
    #expect(roster.listed([summary()], isAfterGap: false) == [.tell(.listed(chosen: 0, total: 1))])
  }

  @Test func repeatedEventsAreKnownAgainAndOldOnesForgotten() {
    var recent = RecentEvents()
    let isNew = [5, 5, 4].map { recent.insert(event(.start, time: $0)) }
    #expect(isNew == [true, false, true])
    #expect(recent.newestTime == 5)
    for time in 0..<Int64(RecentEvents.capacity) { _ = recent.insert(event(.die, time: time)) }
    let isForgotten = recent.insert(event(.start, time: 5))
    #expect(isForgotten)
  }
}
