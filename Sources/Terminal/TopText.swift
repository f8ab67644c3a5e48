package import LogQuery

/// `lslog search --top` as a table.
///
///      COUNT   SHARE  VALUE
///     600123  60.0 %  200
///     200041  20.0 %  404
///     1,000,164 hits; 37 more values in 200,000 of them; no status in 42
///
/// Values are inert, and cut at the width.
package struct TopText: Sendable {
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal; nil: nothing is cut.
  package init(isColored: Bool, width: Int? = nil) {
    self.isColored = isColored
    self.width = width
  }

  /// The table, and a line that sums it up.
  package func text(_ top: TopReport) -> String {
    let table = TextColumn.table(
      [
        TextColumn("COUNT", top.values.map { "\($0.count)" }, alignment: .right),
        TextColumn("SHARE", top.values.map { Share.text($0.count, of: top.hits) }, alignment: .right),
        TextColumn("VALUE", top.values.map { InertText.inert($0.text) }),
      ], isColored: false)
    var rows = table.split(separator: "\n")[...]
    let header = TextStyle.bold.applied(to: String(rows.removeFirst()), colored: isColored)
    let lines = rows.map { InertText.cut(String($0), at: width) }
    let summary = TextStyle.dim.applied(to: Self.summary(of: top), colored: isColored)
    return ((top.values.isEmpty ? [] : [header] + lines) + [summary, ""]).joined(separator: "\n")
  }

  private static func summary(of top: TopReport) -> String {
    var parts = ["\(count(top.hits)) \(top.hits == 1 ? "hit" : "hits")"]
    if top.otherCount > 0 {
      let others = top.undercount > 0 ? "many" : count(top.others)
      parts.append(
        "\(others) more \(top.others == 1 ? "value" : "values") in \(count(top.otherCount)) of them")
    }
    if top.missing > 0 {
      let number = top.missing == top.hits ? "all" : count(top.missing)
      parts.append("no \(InertText.inert(top.field)) in \(number)")
    }
    return parts.joined(separator: "; ")
  }

  private static func count(_ number: Int) -> String { QuantityText.count(Int64(number)) }
}
