import Forwarding
import Testing

@Suite struct TagTemplateTests {
  struct Good: CustomTestStringConvertible {
    let template: String
    let tag: String
    var testDescription: String { template }
  }

  static let values: [TagTemplate.Field: String] = [
    .name: "web-1", .id: "0123", .image: "nginx:1", .project: "",
  ]

  static let good = [
    Good(template: "{name}", tag: "web-1"),
    Good(template: "{resource|name}", tag: "web-1"),
    Good(template: "{resource|project|image|name}", tag: "nginx:1"),
    Good(template: "a-{name}/{id}!", tag: "a-web-1/0123!"),
    Good(template: "{{{name}}}", tag: "{web-1}"),
    Good(template: "{{}}", tag: "{}"),
    Good(template: "plain grün", tag: "plain grün"),
    Good(template: "{resource}", tag: "container"),
  ]

  @Test(arguments: good) func templatesAreRendered(_ sample: Good) throws {
    #expect(try TagTemplate(sample.template).render { Self.values[$0] } == sample.tag)
  }

  struct Bad: CustomTestStringConvertible {
    let template: String
    let code: TagTemplateError.Code
    let offset: Int
    var testDescription: String { template }
  }

  static let bad = [
    Bad(template: "", code: .empty, offset: 0),
    Bad(template: "x{name", code: .unclosed, offset: 1),
    Bad(template: "x}", code: .unopened, offset: 1),
    Bad(template: "{}", code: .unknownField(""), offset: 1),
    Bad(template: "é{resource|nam}", code: .unknownField("nam"), offset: 11),
    Bad(template: "{ name }", code: .unknownField(" name "), offset: 1),
  ]

  @Test(arguments: bad) func badTemplatesAreRefusedWithTheirPlace(_ sample: Bad) {
    let error = #expect(throws: TagTemplateError.self) { try TagTemplate(sample.template) }
    #expect(error == TagTemplateError(code: sample.code, offset: sample.offset))
    #expect(error?.description.isEmpty == false)
  }
}
