import LogQuery
import LogStore
import Testing

struct ContainerFilterTests {
  private static let worker = ContainerInfo(
    id: "4bf92f3577b34da6", name: "shop-worker-1", project: "shop", resource: "worker", image: "busybox")
  private static let lonely = ContainerInfo(id: "cafe000000000000", name: "db", image: "busybox")

  @Test func oneIdPassesItsContainerAndNoBeginningDoes() {
    #expect(ContainerFilter(id: "4bf92f3577b34da6").matches(Self.worker))
    #expect(!ContainerFilter(id: "4bf92f3577b34da6").matches(Self.lonely))
    #expect(!ContainerFilter(id: "4bf9").matches(Self.worker))
    #expect(!ContainerFilter(id: "4bf9").passesAll)
  }

  struct Case: CustomTestStringConvertible {
    let names: [String]
    let projects: [String]
    let resources: [String]
    let passes: Bool

    init(
      names: [String] = [], projects: [String] = [], resources: [String] = [], passes: Bool
    ) {
      self.names = names
      self.projects = projects
      self.resources = resources
      self.passes = passes
    }

    var testDescription: String { "\(names) \(projects) \(resources)" }
  }

  static let cases = [
    Case(passes: true),
    Case(names: ["shop-worker-1"], passes: true),
    Case(names: ["shop-worker"], passes: false),
    Case(names: ["Shop-worker-1"], passes: false),
    Case(names: ["shop-*"], passes: true),
    Case(names: ["*-[0-9]"], passes: true),
    Case(names: ["4bf9"], passes: true),
    Case(names: ["4BF92F"], passes: true),
    Case(names: ["4bf"], passes: false),
    Case(names: ["4bf92f3577b34da6"], passes: true),
    Case(names: ["bf92"], passes: false),
    Case(names: ["db", "shop-*"], passes: true),
    Case(projects: ["shop"], passes: true),
    Case(projects: ["sh*"], passes: true),
    Case(projects: ["other"], passes: false),
    Case(projects: ["other", "shop"], resources: ["worker"], passes: true),
    Case(names: ["shop-*"], resources: ["api"], passes: false),
  ]

  @Test(arguments: cases)
  func containerPassesOrNot(_ testCase: Case) throws {
    let filter = try ContainerFilter(
      names: testCase.names, projects: testCase.projects, resources: testCase.resources)
    #expect(filter.matches(Self.worker) == testCase.passes)
  }

  @Test func containerWithoutAProjectPassesNoProject() throws {
    #expect(try !ContainerFilter(names: [], projects: ["*"], resources: []).matches(Self.lonely))
  }

  @Test func filterWithoutListsPassesAll() throws {
    #expect(try ContainerFilter(names: [], projects: [], resources: []) == .all)
    #expect(ContainerFilter.all.passesAll)
    #expect(try !ContainerFilter(names: ["a"], projects: [], resources: []).passesAll)
  }

  @Test(arguments: ["", "a[", "a[]", "[z-a]"])
  func malformedPatternIsRefused(_ pattern: String) {
    #expect(throws: ContainerFilterError.self) {
      try ContainerFilter(names: [], projects: [pattern], resources: [])
    }
  }
}
