/// One column of a table: its header and its cells, which are inert and of one line.
struct TextColumn {
  enum Alignment {
    case left, right
  }

  /// Between two columns.
  private static let space = 2

  private let header: String
  private var cells: [String]
  private let styles: [TextStyle]
  private let alignment: Alignment
  /// The columns of the terminal that it takes.
  private(set) var width: Int

  /// - Parameter styles: one for each cell, or none.
  init(_ header: String, _ cells: [String], styles: [TextStyle] = [], alignment: Alignment = .left) {
    self.header = header
    self.cells = cells
    self.styles = styles
    self.alignment = alignment
    self.width = Self.width(header, cells)
  }

  private static func width(_ header: String, _ cells: [String]) -> Int {
    cells.map { DisplayWidth.columns($0) }.reduce(header.utf8.count, max)
  }

  /// Cuts cells that are wider; the header stays.
  mutating func narrow(to limit: Int) {
    guard width > limit else { return }
    cells = cells.map { InertText.cut($0, at: limit) }
    width = Self.width(header, cells)
  }

  /// How wide a table of these columns is at most.
  static func width(of columns: [TextColumn]) -> Int {
    columns.reduce(0) { $0 + $1.width } + space * max(0, columns.count - 1)
  }

  /// The columns side by side, two spaces apart, without spaces at the line ends. All have equally many cells.
  static func table(_ columns: [TextColumn], isColored: Bool) -> String {
    var text = line(columns.map { $0.padded($0.header, style: isColored ? .bold : nil) })
    for row in 0..<(columns.first?.cells.count ?? 0) {
      text += line(columns.map { $0.cell(row, isColored: isColored) })
    }
    return text
  }

  private func cell(_ row: Int, isColored: Bool) -> String {
    padded(cells[row], style: isColored && row < styles.count ? styles[row] : nil)
  }

  private func padded(_ cell: String, style: TextStyle?) -> String {
    let space = String(repeating: " ", count: max(0, width - DisplayWidth.columns(cell)))
    let text = style?.applied(to: cell, colored: true) ?? cell
    return alignment == .left ? text + space : space + text
  }

  private static func line(_ cells: [String]) -> String {
    var line = Substring(cells.joined(separator: String(repeating: " ", count: space)))
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
