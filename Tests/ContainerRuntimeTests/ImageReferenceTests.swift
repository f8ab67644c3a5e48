import ContainerRuntime
import Testing

struct ImageReferenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var registry: String
    var path: String
    var tag: String?
    var digest: String?
    var testDescription: String { text }
  }

  static let digest = "sha256:" + String(repeating: "0a", count: 32)

  static let cases = [
    Case(text: "nginx", registry: "docker.io", path: "library/nginx", tag: "latest"),
    Case(text: "nginx:1.25-alpine", registry: "docker.io", path: "library/nginx", tag: "1.25-alpine"),
    Case(text: "bitnami/redis", registry: "docker.io", path: "bitnami/redis", tag: "latest"),
    Case(text: "docker.io/nginx", registry: "docker.io", path: "library/nginx", tag: "latest"),
    Case(text: "localhost/a", registry: "localhost", path: "a", tag: "latest"),
    Case(text: "localhost:5000/a/b:1", registry: "localhost:5000", path: "a/b", tag: "1"),
    Case(text: "localhost:5000/a/b", registry: "localhost:5000", path: "a/b", tag: "latest"),
    Case(text: "ghcr.io/o/r_x/a--b.c:V1", registry: "ghcr.io", path: "o/r_x/a--b.c", tag: "V1"),
    Case(text: "r.example:443/a@\(digest)", registry: "r.example:443", path: "a", digest: digest),
    Case(text: "a:1@\(digest)", registry: "docker.io", path: "library/a", tag: "1", digest: digest),
  ]

  @Test(arguments: cases)
  func nameIsTakenApart(_ expected: Case) throws {
    let image = try ImageReference(parsing: expected.text)
    #expect(image.registry == expected.registry)
    #expect(image.path == expected.path)
    #expect(image.tag == expected.tag)
    #expect(image.digest == expected.digest)
    #expect(try ImageReference(parsing: image.text) == image)
  }

  @Test(arguments: [
    "", ":1", "A", "a:", "a/", "/a", "a//b", "a..b", "a___b", "-a", "a-", "a:.x", "a b", "a@sha256:12", "a@",
    "local host:5000/a", "localhost:0/a", "localhost:x/a", "example.com:70000/a",
    "a:" + String(repeating: "x", count: 129),
    String(repeating: "a", count: 256), "-x.io/a", "http://a/b",
  ])
  func whatIsNoNameIsRefused(_ text: String) {
    #expect(throws: RuntimeError.self) { try ImageReference(parsing: text) }
  }
}
