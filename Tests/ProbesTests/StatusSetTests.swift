import Probes
import Testing

struct StatusSetTests {
  @Test(arguments: ["200", "200-299", "200-299,301", "100-599"])
  func codesAndRangesReadAsWritten(text: String) throws {
    #expect(try #require(StatusSet(parsing: text)).description == text)
  }

  @Test(arguments: ["", "99", "600", "2xx", "200-", "-200", "300-200", "200,", "200-300-400", "20 0", "+200"])
  func whatIsNoStatusIsRefused(text: String) {
    #expect(StatusSet(parsing: text) == nil)
  }

  @Test func theEndsOfARangeAreInIt() throws {
    let set = try #require(StatusSet(parsing: "200-299, 301"))
    #expect([200, 299, 301].allSatisfy(set.contains))
    #expect(![199, 300, 302, 500].contains(where: set.contains))
  }
}
