import LogQuery
import Terminal
import Testing

/// What is printed of a search besides its hits.
struct SearchSummaryTests {
  @Test func explanationTellsEachStep() {
    var report = SearchReport()
    (report.consideredSegments, report.segments, report.runs) = (40, 3, 31)
    (report.candidateBlocks, report.readBlocks, report.readLines, report.hits) = (5, 1, 3072, 17)
    report.times.opening = .microseconds(412)
    report.times.index = .milliseconds(12)
    report.times.reading = .seconds(2)
    #expect(
      SearchExplanation.text(report) == """
        segments  3 of 40 opened
        index     31 runs, 5 candidate blocks
        read      1 block, 3072 lines
        hits      17
        time      0.412 ms opening, 12.000 ms index, 2000.000 ms reading

        """)
  }

  @Test func countIsANumberOrAnObject() {
    #expect(CountText.text(0) == "0\n")
    #expect(CountText.json(1_000_000) == "{\"count\":1000000}\n")
  }
}
