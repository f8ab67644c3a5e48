import ContainerRuntime
import Testing

struct MappingTests {
  @Test(arguments: [
    ("8080", "127.0.0.1:8080:8080/tcp"), ("8080:80", "127.0.0.1:8080:80/tcp"),
    ("0:80", "127.0.0.1:0:80/tcp"), ("0.0.0.0:8080:80", "0.0.0.0:8080:80/tcp"),
    ("53:53/udp", "127.0.0.1:53:53/udp"), ("[::1]:8080:80", "[::1]:8080:80/tcp"),
    ("10.0.0.1:1:2/udp", "10.0.0.1:1:2/udp"),
  ])
  func portIsBoundToLoopbackUnlessAnAddressIsGiven(_ text: String, _ expected: String) throws {
    #expect(try PortMapping(parsing: text).description == expected)
  }

  @Test(arguments: [
    "", "x", "0", "80:0", "65536", "80/sctp", "a:80:80", "1.2.3.4:80", ":80", "80:", "[::1:80:80",
    "::1:80:80", "+80", "8 0",
  ])
  func whatIsNoPortIsRefused(_ text: String) {
    #expect(throws: RuntimeError.self) { try PortMapping(parsing: text) }
  }

  @Test(arguments: [
    ("/data", VolumeMount(source: .anonymous, target: "/data")),
    ("data:/data", VolumeMount(source: .named("data"), target: "/data")),
    ("data:/data:ro", VolumeMount(source: .named("data"), target: "/data", isReadOnly: true)),
    ("/srv/x:/data:rw", VolumeMount(source: .hostPath("/srv/x"), target: "/data")),
    ("./x:/data", VolumeMount(source: .hostPath("/stack/./x"), target: "/data")),
    ("../x:/data", VolumeMount(source: .hostPath("/stack/../x"), target: "/data")),
    ("~/x:/data", VolumeMount(source: .hostPath("/home/me/x"), target: "/data")),
    (".:/data", VolumeMount(source: .hostPath("/stack/."), target: "/data")),
  ])
  func volumeIsAPathANameOrNeither(_ text: String, _ expected: VolumeMount) throws {
    #expect(try VolumeMount(parsing: text, relativeTo: "/stack", home: "/home/me") == expected)
  }

  @Test(arguments: [
    "", "data", "data:x", "a:/b:/c", "a:/b:rx", ":/b", "d@ta:/b", "x:/", "a:b:/c:ro", "-a:/b",
  ])
  func whatIsNoVolumeIsRefused(_ text: String) {
    #expect(throws: RuntimeError.self) { try VolumeMount(parsing: text, relativeTo: "/stack", home: nil) }
  }

  @Test(arguments: [
    ("no", RestartPolicy.never), ("always", .always), ("unless-stopped", .unlessStopped),
    ("on-failure", .onFailure(limit: nil)), ("on-failure:5", .onFailure(limit: 5)),
  ])
  func restartPolicyIsReadAndWrittenTheSameWay(_ text: String, _ expected: RestartPolicy) throws {
    #expect(try RestartPolicy(parsing: text) == expected)
    #expect(expected.description == text)
  }

  @Test(arguments: [
    "", "yes", "No", "on-failure:", "on-failure:0", "on-failure:-1", "on-failure:9999999999", "always:3",
  ])
  func whatIsNoRestartPolicyIsRefused(_ text: String) {
    #expect(throws: RuntimeError.self) { try RestartPolicy(parsing: text) }
  }

  @Test(arguments: [
    ("shop", "lightshuttle-shop"), ("My_Shop 2", "lightshuttle-my-shop-2"), ("a-b", "lightshuttle-a-b"),
    ("café", "lightshuttle-caf-"),
  ])
  func networkHasTheProjectsName(_ project: String, _ expected: String) {
    #expect(ProjectNames.network(project) == expected)
  }
}
