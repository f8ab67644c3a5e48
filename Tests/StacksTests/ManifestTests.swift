import ContainerRuntime
import Stacks
import Testing
import YAMLDocuments

@Suite struct ManifestTests {
  private static let loader = ManifestLoader(
    variables: ["TAG": "3", "EMPTY": "", "HOME": "/home/u", "EVIL": "a\nports: [1]"], workingDirectory: "/srv"
  )

  private static func load(_ yaml: String) throws -> Manifest {
    try loader.load(yaml: yaml, file: "t.yml", folder: "/srv/shop")
  }

  struct Bad: CustomTestStringConvertible {
    let yaml: String
    let problems: [String]
    var testDescription: String { problems.first ?? yaml }

    init(_ yaml: String, _ problems: String...) {
      self.yaml = yaml
      self.problems = problems
    }

    /// A resource `a` with these lines below it.
    init(a lines: String, _ problems: String...) {
      yaml = "project: p\nresources:\n  a:\n    container: x\n    \(lines)\n"
      self.problems = problems
    }
  }

  @Test(arguments: [
    Bad("", "t.yml: the manifest is empty"),
    Bad("- a\n", "t.yml:1:1: expected a mapping"),
    Bad("project: p\n", "t.yml:1:1: resources: there are no resources"),
    Bad("resources: {a: {container: x}}\n", "t.yml:1:1: project: the name of the project is missing"),
    Bad("project: -p\nresources: {a: {container: x}}\n", "t.yml:1:10: project: \"-p\" is no name"),
    Bad(
      "project: p\nresorces: {a: {container: x}}\n", "t.yml:1:1: resources: ",
      "t.yml:2:1: resorces: unknown key; did you mean \"resources\"?"),
    Bad("project: p\nresources: {a b: {container: x}}\n", "t.yml:2:13: resources.a b: \"a b\" is no name"),
    Bad("project: p\nresources: {a: {}}\n", "t.yml:2:13: resources.a: neither container nor dockerfile"),
    Bad(
      "project: p\nresources: {a: {container: x, dockerfile: .}}\n",
      "t.yml:2:13: resources.a: container and dockerfile are both there"),
    Bad(
      "project: p\nresources: {a: {container: {pull: missing}}}\n",
      "t.yml:2:17: resources.a.container: the image is missing"),
    Bad("project: p\nproject: q\n", "t.yml:1:1: project: the key stands more than once"),
    Bad("a: [", "t.yml:2:1: this is not YAML"),
    Bad(a: "image: y", "t.yml:5:5: resources.a.image: unknown key"),
    Bad(a: "prots: [1]", "t.yml:5:5: resources.a.prots: unknown key; did you mean \"ports\"?"),
    Bad(a: "ports: [x, 80]", "t.yml:5:13: resources.a.ports[0]: 'x' is no port"),
    Bad(a: "ports: {a: 1}", "t.yml:5:12: resources.a.ports: expected a list, found a mapping"),
    Bad(
      a: "ports: [8080, \"0.0.0.0:8080:80\"]",
      "t.yml:5:19: resources.a.ports[1]: the host's port 8080/tcp on 0.0.0.0 is taken by a"),
    Bad(a: "env: [=b]", "t.yml:5:11: resources.a.env[0]: \"\" is no name"),
    Bad(a: "env: [NOWHERE]", "t.yml:5:11: resources.a.env[0]: the variable NOWHERE is not set"),
    Bad(a: "env: {A: '${NOWHERE}'}", "t.yml:5:14: resources.a.env.A: the variable NOWHERE is not set"),
    Bad(a: "volumes: [./x]", "t.yml:5:15: resources.a.volumes[0]: './x' is no volume"),
    Bad(a: "volumes: [/x, a1:/x]", "t.yml:5:19: resources.a.volumes[1]: something is mounted at /x"),
    Bad(a: "command: []", "t.yml:5:14: resources.a.command: the list is empty"),
    Bad(a: "working_dir: app", "t.yml:5:18: resources.a.working_dir: \"app\" is not absolute"),
    Bad(
      a: "replicas: 2", "t.yml:5:15: resources.a.replicas: \"2\" is not possible: a resource is one container"
    ),
    Bad(a: "restart: sometimes", "t.yml:5:14: resources.a.restart: 'sometimes' is no restart policy"),
    Bad(a: "stop_grace: 1500ms", "t.yml:5:17: resources.a.stop_grace: 1s500ms is no whole number of seconds"),
    Bad(
      a: "labels: {lightshuttle.project: x}",
      "t.yml:5:13: resources.a.labels: the label lightshuttle.project is one of ours"),
    Bad(
      a: "healthcheck: {interval: 5}", "t.yml:5:5: resources.a.healthcheck: the test is missing",
      "t.yml:5:29: resources.a.healthcheck.interval: "),
    Bad(a: "healthcheck: {test: [x]}", "t.yml:5:25: resources.a.healthcheck.test: expected [CMD"),
    Bad(
      a: "depends_on: [b]",
      "t.yml:5:18: resources.a.depends_on[0]: there is no resource \"b\"; did you mean \"a\"?"),
    Bad(
      a: "depends_on: {a: helthy}",
      "t.yml:5:18: resources.a.depends_on.a: the resources wait for each other: a → a",
      "t.yml:5:21: resources.a.depends_on.a: \"helthy\" is not known; expected healthy, started; did you mean \"healthy\"?"
    ),
    Bad(
      "project: p\nresources:\n  a: {container: {image: x, env: {}}, env: {}}\n",
      "resources.a.container.env: the key stands in both places, see line 3"),
    Bad(
      "project: p\nresources:\n  a: {container: x, depends_on: [b]}\n  b: {container: x, depends_on: [a]}\n",
      "t.yml:4:34: resources.b.depends_on[0]: the resources wait for each other: a → b → a; leave one of these out"
    ),
    Bad(
      "project: p\nresources:\n  a: {container: x}\n  b: {container: x, container_name: p_a}\n",
      "t.yml:4:37: resources.b.container_name: the container of a is named p_a already"),
    Bad(
      "project: p\nresources:\n  a-b: {container: x}\n  A_b: {container: x}\n",
      "t.yml:4:3: resources.A_b: the name is too much like a-b"),
  ])
  func eachProblemHasItsPlaceAndARemedy(_ bad: Bad) {
    let error = #expect(throws: ManifestError.self) { try Self.load(bad.yaml) }
    let found = error?.problems.map(\.description) ?? []
    #expect(found.count == bad.problems.count, "\(found)")
    for (found, expected) in zip(found, bad.problems) {
      #expect(found.contains(expected), "\(found)")
    }
  }

  @Test func allOfAManifestArrives() throws {
    let manifest = try Self.load(
      """
      project: {name: shop}
      resources:
        db:
          container: {image: "db:${TAG}", pull: never}
          ports: [8080, "127.0.0.1:81:80", "53:53/udp"]
          env: {A: b, EMPTY: , HOST: "${EVIL}"}
          volumes: [data:/x, ./src:/app:ro, /cache, ~/y:/z]
          command: sleep $HOME
          entrypoint: [/bin/x, -y]
          working_dir: /app
          healthcheck: {test: [CMD, true], interval: 5s, retries: 2}
          stop_grace: 1m
          restart: on-failure:3
          labels: [a=b, c]
        api:
          dockerfile: {context: ./api/../web, target: dev, build_args: {V: "${NO:-1}"}, depends_on: {db: started}}
      """)
    #expect(manifest.project == "shop" && manifest.resources.map(\.name) == ["db", "api"])
    let db = manifest.resources[0].container
    #expect(db.source == .image(try ImageReference(parsing: "db:3"), .never))
    #expect(db.ports.count == 3 && db.ports[2].transport == .udp)
    // What a variable holds is a value, and no YAML.
    #expect(db.environment == ["A": "b", "EMPTY": "", "HOST": "a\nports: [1]"])
    #expect(
      db.volumes.map(\.source) == [
        .named("data"), .hostPath("/srv/shop/src"), .anonymous, .hostPath("/home/u/y"),
      ])
    #expect(db.command == ["/bin/sh", "-c", "sleep $HOME"] && db.entrypoint == ["/bin/x", "-y"])
    #expect(db.healthCheck?.test == .command(["true"]) && db.healthCheck?.interval == .seconds(5))
    #expect(db.restart == .onFailure(limit: 3) && manifest.resources[1].container.restart == .never)
    #expect(db.labels == ["a": "b", "c": ""] && manifest.resources[0].stopGrace == .seconds(60))
    guard case .build(let build) = manifest.resources[1].container.source else { return #expect(Bool(false)) }
    #expect(build.context == "/srv/shop/web" && build.target == "dev" && build.arguments == ["V": "1"])
    #expect(build.tag.text == "lightshuttle/shop/api:latest")
    #expect(manifest.resources[1].dependencies == [.init(name: "db", condition: .started)])
  }

  @Test(arguments: [
    ("${TAG}", "3"), ("${env.TAG}", "3"), ("${EMPTY:-x}", "x"), ("${EMPTY-x}", ""), ("${NO-x}", "x"),
    ("${NO:-${TAG}}", "3"), ("$$TAG $${TAG}", "$TAG ${TAG}"), ("$TAG $1 $", "$TAG $1 $"),
    ("a${TAG}b${TAG}", "a3b3"),
  ])
  func referencesAreReplaced(_ text: String, _ expected: String) throws {
    let interpolation = Interpolation(variables: ["TAG": "3", "EMPTY": ""])
    #expect(try interpolation.applied(to: text) == expected)
  }

  @Test(arguments: [
    ("${NO}", "NO is not set; set it"), ("${NO:?say it}", "NO is not set: say it"),
    ("${", "no closing brace"),
    ("${}", "names no variable"), ("${1A}", "names no variable"), ("${TAG+x}", "is not understood"),
  ])
  func wrongReferencesSayWhatIsWrong(_ text: String, _ expected: String) {
    let error = #expect(throws: Interpolation.Failure.self) {
      try Interpolation(variables: ["TAG": "3"]).applied(to: text)
    }
    #expect(error?.message.contains(expected) ?? false, "\(error?.message ?? "")")
  }

  @Test func randomTextNeverCrashes() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "$", "{", "}", ":", "-", "?", "A", "$$", "${A", "é", "\u{301}", "1", "env.", " ", "\n", "[", "- ",
    ]
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      _ = try? Interpolation(variables: ["A": "$${A}"]).applied(to: text)
      _ = try? Self.load("project: p\nresources: {a: {container: x, command: \(text)}}")
    }
  }
}
