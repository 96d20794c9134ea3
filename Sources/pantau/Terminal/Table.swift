import PantauCore

/// Rows in aligned columns, for a terminal.
struct Table {
  private var rows: [[String]]

  init(header: [String]) { rows = [header] }

  /// Adds a row; text of feeds is made safe for the terminal.
  mutating func add(_ row: [String]) { rows.append(row.map(DisplayText.safe)) }

  /// The lines, each column as wide as its widest cell, the last one as it comes.
  var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index == row.count - 1
          ? cell : cell + String(repeating: " ", count: max(0, widths[index] - cell.count))
      }
      return cells.joined(separator: "  ")
    }
  }
}
