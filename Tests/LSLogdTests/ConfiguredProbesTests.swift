import ContainerWatch
import DaemonConfiguration
import DockerEngine
import Probes
import Testing
import lslogd

@Suite struct ConfiguredProbesTests {
  @Test func probesOfTheConfigurationReachTheirContainers() throws {
    let yaml = """
      health:
        probes:
          - {name: all, silence: 1h}
          - {name: web, tcp: "a:1", select: {names: [web-*], labels: [team=x]}}
      """
    let plan = try ProbePlan(try ConfigLoader().load(yaml: yaml, file: "t.yml").health)
    func names(_ name: String, _ labels: [String: String]) -> [String] {
      plan.specs(
        for: ContainerDetails(id: "1", name: name, image: "i", labels: labels, state: .running)
      ).specs.map(\.name)
    }
    #expect(names("web-1", ["team": "x"]) == ["all", "web"])
    #expect(names("web-1", [:]) == ["all"])
    #expect(names("db", ["team": "x"]) == ["all"])
    #expect(names("db", ["lslog.probe": "off"]) == [])
  }
}
