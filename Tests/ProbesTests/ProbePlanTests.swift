import ContainerWatch
import DockerEngine
import Patterns
import Probes
import Testing

struct ProbePlanTests {
  private func entry(_ name: String, for containers: String = "*", _ address: String = "a:1") throws
    -> ProbePlan.Entry
  {
    ProbePlan.Entry(
      spec: ProbeSpec(name: name, check: .tcp(try AddressTemplate(address))),
      rule: .name(try Glob(containers)))
  }

  private func container(_ name: String, _ labels: [String: String] = [:]) -> ContainerDetails {
    ContainerDetails(id: "1", name: name, image: "x", labels: labels, state: .running)
  }

  @Test func aContainerHasTheProbesWhoseRuleTakesIt() throws {
    let plan = ProbePlan(entries: [try entry("all"), try entry("web", for: "web-*")])
    #expect(plan.specs(for: container("web-1")).specs.map(\.name) == ["all", "web"])
    #expect(plan.specs(for: container("db")).specs.map(\.name) == ["all"])
  }

  @Test func aLabelWinsOverAProbeOfTheSameName() throws {
    let plan = ProbePlan(entries: [try entry("web"), try entry("db")])
    let specs = plan.specs(for: container("x", ["lslog.probe.web.tcp": "b:2"])).specs
    #expect(specs.map(\.target) == ["tcp b:2", "tcp a:1"])
  }

  @Test func aWrongLabelTakesTheProbeOfTheSameNameAway() throws {
    let plan = ProbePlan(entries: [try entry("web"), try entry("db")])
    let (specs, problems) = plan.specs(for: container("x", ["lslog.probe.web.tcp": "b"]))
    #expect(specs.map(\.name) == ["db"])
    #expect(problems.count == 1)
  }

  @Test func offLeavesTheProbesOfLabels() throws {
    let plan = ProbePlan(entries: [try entry("web")])
    let labels = ["lslog.probe": "off", "lslog.probe.db.tcp": "b:2"]
    #expect(plan.specs(for: container("x", labels)).specs.map(\.name) == ["db"])
  }

  @Test func whatIsBeyondTheLimitIsAProblem() throws {
    let plan = ProbePlan(entries: try (10..<30).map { try entry("p\($0)") })
    let (specs, problems) = plan.specs(for: container("x", ["lslog.probe.tcp": "b:2"]))
    #expect(specs.count == ProbeSpec.limit)
    #expect(problems.count == 5)
  }
}
