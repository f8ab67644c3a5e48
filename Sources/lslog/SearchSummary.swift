internal import Glibc
internal import LogQuery
internal import Terminal

/// Prints what is known of hits rather than the hits: their number, their times, the values of a field, their fields.
struct SearchSummary {
  let options: SummaryOptions
  let request: SearchRequest
  /// How many values or fields to show; nil: as many as the options say.
  let limit: Int?
  let isJSON: Bool
  let isColored: Bool
  let calendar: CivilCalendar

  /// Where there is no terminal to fit into.
  private static let (rows, columns) = (40, 100)
  /// For a program, whatever the terminal.
  private static let buckets = 100

  private let terminal = TerminalDevice(descriptor: STDOUT_FILENO)

  /// Prints it.
  ///
  /// - Returns: what was done, and whether there was anything to print.
  func print(_ search: StoreSearch) throws -> (SearchReport, isFound: Bool) {
    if options.histogram { return try printHistogram(search) }
    if let top = options.top.flatMap({ TopField($0, isCaseSensitive: request.query.isCaseSensitive) }) {
      return try printTop(top, search)
    }
    return try options.fields ? printFields(search) : printCount(search)
  }

  private func printCount(_ search: StoreSearch) throws -> (SearchReport, isFound: Bool) {
    let report = try search.count(request)
    try write(isJSON ? CountText.json(report.hits) : CountText.text(report.hits))
    return (report, report.hits > 0)
  }

  private func printHistogram(_ search: StoreSearch) throws -> (SearchReport, isFound: Bool) {
    let rows = terminal.map { max(5, $0.size.rows - 3) } ?? Self.rows
    let (histogram, report) = try search.histogram(
      of: request, by: options.by, atMost: isJSON ? Self.buckets : rows, calendar: calendar)
    let width = terminal?.size.columns ?? Self.columns
    let text = HistogramText(calendar: calendar, isColored: isColored, width: width)
    try write(isJSON ? HistogramJSON.text(histogram) : text.text(histogram))
    return (report, report.hits > 0)
  }

  private func printTop(_ field: TopField, _ search: StoreSearch) throws -> (SearchReport, isFound: Bool) {
    let (top, report) = try search.top(field, of: request, limit: limit ?? SummaryOptions.topLimit)
    let text = TopText(isColored: isColored, width: terminal?.size.columns)
    try write(isJSON ? TopJSON.text(top) : text.text(top))
    if top.undercount > 0 {
      Diagnostic.note(
        "there are too many values to count each: counts may be too low, by \(top.undercount) at most")
    }
    return (report, top.missing < top.hits)
  }

  private func printFields(_ search: StoreSearch) throws -> (SearchReport, isFound: Bool) {
    let (fields, report) = try search.fields(of: request, limit: limit ?? SummaryOptions.fieldLimit)
    let text = FieldsText(isColored: isColored, width: terminal?.size.columns)
    try write(isJSON ? FieldsJSON.text(fields) : text.text(fields))
    if fields.isFull {
      Diagnostic.note("there are too many fields to count each: those seen first are counted")
    }
    return (report, fields.count > 0)
  }

  private func write(_ text: String) throws { try TextOutput.write(text, to: STDOUT_FILENO) }
}
