import LogQuery
import Terminal
import Testing

struct TopOutputTests {
  private static func report() -> TopReport {
    var top = TopReport(field: "status")
    top.values.append(TopReport.Value(text: Array("200".utf8), count: 60))
    top.values.append(TopReport.Value(text: [0x1B, 0xFF], count: 5))
    top.others = 3
    top.otherCount = 25
    top.missing = 10
    top.hits = 100
    return top
  }

  private static func rows(_ text: String) -> [String] { text.split(separator: "\n").map { String($0) } }

  @Test func valuesStandInATable() {
    let rows = Self.rows(TopText(isColored: false).text(Self.report()))
    #expect(rows.count == 4)
    #expect(rows[0] == "COUNT   SHARE  VALUE")
    #expect(rows[1] == "   60  60.0 %  200")
    #expect(rows[2] == "    5   5.0 %  \\x1b\\xff")
    #expect(rows[3] == "100 hits; 3 more values in 25 of them; no status in 10")
  }

  @Test func whatIsNotThereIsNotTold() {
    var top = TopReport(field: "status")
    top.hits = 1
    top.missing = 1
    #expect(TopText(isColored: false).text(top) == "1 hit; no status in all\n")
    top.missing = 0
    top.values = [TopReport.Value(text: [0x61], count: 1)]
    #expect(TopText(isColored: false).text(top).hasSuffix("\n1 hit\n"))
  }

  @Test func valuesAreCutAtTheWidth() {
    var top = Self.report()
    top.values = [TopReport.Value(text: Array("a long value".utf8), count: 1)]
    #expect(Self.rows(TopText(isColored: false, width: 20).text(top))[1] == "    1  1.0 %  a lon…")
  }

  @Test func objectsAreOfValuesAndTheRest() {
    let rows = Self.rows(TopJSON.text(Self.report()))
    #expect(rows.count == 4)
    #expect(rows[0] == #"{"field":"status","value":"200","count":60,"share":0.6}"#)
    #expect(
      rows[1] == #"{"field":"status","value":"\u001b"# + "\u{FFFD}"
        + #"","value_base64":"G/8=","count":5,"share":0.05}"#)
    #expect(rows[2] == #"{"field":"status","others":3,"count":25,"share":0.25}"#)
    #expect(rows[3] == #"{"field":"status","missing":true,"count":10,"share":0.1}"#)
  }

  @Test func fieldsStandInATable() {
    var report = FieldReport()
    report.fields.append(
      FieldReport.Field(
        name: Array("user.id".utf8), count: 90, examples: [Array("1".utf8), Array("22".utf8)]))
    report.fields.append(FieldReport.Field(name: [0x1B], count: 5, examples: []))
    (report.count, report.missing, report.hits) = (3, 10, 100)
    let rows = Self.rows(FieldsText(isColored: false).text(report))
    #expect(rows[0] == "HITS   SHARE  FIELD    EXAMPLES")
    #expect(rows[1] == "  90  90.0 %  user.id  1, 22")
    #expect(rows[2] == "   5   5.0 %  \\x1b")
    #expect(rows[3] == "100 hits; 1 more field; no field in 10")
    let objects = Self.rows(FieldsJSON.text(report))
    #expect(objects[0] == #"{"field":"user.id","count":90,"share":0.9,"examples":["1","22"]}"#)
    #expect(objects[1] == #"{"field":"\u001b","count":5,"share":0.05,"examples":[]}"#)
  }
}
