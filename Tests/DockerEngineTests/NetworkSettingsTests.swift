import DockerEngine
import Testing

@Suite("Addresses and ports of inspect")
struct NetworkSettingsTests {
  private func details(_ settings: String) throws -> ContainerDetails {
    try ContainerDetails.decode(Array(#"{"Id":"1","NetworkSettings":\#(settings)}"#.utf8))
  }

  @Test func addressesAreThoseOfTheNetworksWithBridgeFirst() throws {
    let details = try details(
      #"""
      {"IPAddress":"172.17.0.2","Networks":{
        "front":{"IPAddress":"172.20.0.2","GlobalIPv6Address":"fd00::2"},
        "back":{"IPAddress":"","GlobalIPv6Address":"fd00::3"},
        "bridge":{"IPAddress":"172.17.0.2"},
        "stopped":{"IPAddress":"","GlobalIPv6Address":""}}}
      """#)
    #expect(
      details.addresses == [
        ContainerAddress(network: "bridge", address: "172.17.0.2"),
        ContainerAddress(network: "back", address: "fd00::3"),
        ContainerAddress(network: "front", address: "172.20.0.2"),
      ])
  }

  @Test func anOldEngineHasTheAddressOutsideTheNetworks() throws {
    let details = try details(#"{"IPAddress":"172.17.0.2","Networks":null}"#)
    #expect(details.addresses == [ContainerAddress(network: "bridge", address: "172.17.0.2")])
  }

  @Test func publishedTCPPortsComeWithIPv4First() throws {
    let details = try details(
      #"""
      {"Ports":{"8080/tcp":[{"HostIp":"::","HostPort":"49154"},{"HostIp":"0.0.0.0","HostPort":"49153"}],
        "53/udp":[{"HostIp":"","HostPort":"53"}],"80/tcp":null,"443/tcp":[{"HostIp":"127.0.0.1","HostPort":"0"}]}}
      """#)
    #expect(
      details.publishedPorts == [
        PublishedPort(containerPort: 8080, hostAddress: "0.0.0.0", hostPort: 49153),
        PublishedPort(containerPort: 8080, hostAddress: "::", hostPort: 49154),
      ])
  }

  @Test(arguments: ["null", "{}", #"{"Networks":{},"Ports":{}}"#, #"{"Ports":null}"#])
  func aContainerMayHaveNeither(settings: String) throws {
    let details = try details(settings)
    #expect(details.addresses.isEmpty && details.publishedPorts.isEmpty)
  }

  @Test func rangesOfThousandsOfPortsAreCut() throws {
    let ports = (1...3000).map { #""\#($0)/tcp":[{"HostIp":"","HostPort":"\#($0)"}]"# }
    let details = try details(#"{"Ports":{\#(ports.joined(separator: ","))}}"#)
    #expect(details.publishedPorts.map(\.containerPort) == Array(1...1024))
  }
}
