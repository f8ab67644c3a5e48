import ContainerWatch
import Patterns
import Testing

@Suite("Which containers are chosen")
struct ContainerSelectorTests {
  static let containers: [(name: String, image: String, labels: [String: String])] = [
    ("shop-web-1", "shop/web:2", ["lightshuttle.project": "shop", "tier": "front"]),
    ("shop-db-1", "postgres:16", ["lightshuttle.project": "shop", "tier": "back"]),
    ("registry", "registry:2", ["tier": "front"]),
  ]

  static func name(_ pattern: String) throws -> SelectionRule { .name(try Glob(pattern)) }
  static func image(_ pattern: String) throws -> SelectionRule { .image(try Glob(pattern)) }

  private func chosen(_ selector: ContainerSelector) -> [String] {
    Self.containers.filter { selector.matches(name: $0.name, image: $0.image, labels: $0.labels) }.map(\.name)
  }

  @Test func managedContainersAreThoseWithTheProjectLabel() {
    #expect(chosen(.managed) == ["shop-web-1", "shop-db-1"])
    #expect(chosen(.all).count == 3)
    #expect(chosen(ContainerSelector(base: .none)) == [])
  }

  @Test func inclusionAddsToTheBase() throws {
    #expect(chosen(ContainerSelector(include: [try Self.name("reg*")])).count == 3)
    #expect(chosen(ContainerSelector(base: .none, include: [try Self.image("*/web:*")])) == ["shop-web-1"])
  }

  @Test func exclusionWins() throws {
    let byName = ContainerSelector(
      base: .all, include: [try Self.name("shop-db-1")], exclude: [try Self.name("*-db-*")])
    #expect(chosen(byName) == ["shop-web-1", "registry"])
    let byImage = ContainerSelector(exclude: [try Self.image("postgres:*")])
    #expect(chosen(byImage) == ["shop-web-1"])
  }

  @Test func labelsAreChosenByPresenceOrByValue() throws {
    let present = ContainerSelector(base: .none, include: [try .label(parsing: "lightshuttle.project")])
    #expect(chosen(present) == ["shop-web-1", "shop-db-1"])
    let valued = ContainerSelector(base: .none, include: [try .label(parsing: "tier=fr*")])
    #expect(chosen(valued) == ["shop-web-1", "registry"])
    let empty = ContainerSelector(base: .none, include: [try .label(parsing: "tier=")])
    #expect(chosen(empty) == [])
  }

  @Test func badLabelRuleIsRefusedWithItsPlace() {
    let keyless = #expect(throws: GlobSyntaxError.self) { try SelectionRule.label(parsing: "=x") }
    #expect(keyless?.offset == 0)
    let error = #expect(throws: GlobSyntaxError.self) { try SelectionRule.label(parsing: "tier=[") }
    #expect(error?.offset == 5)
  }
}
