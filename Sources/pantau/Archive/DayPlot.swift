import PantauCore

/// Counts a day as bars in a terminal.
enum DayPlot {
  private static let width = 40
  /// More days than this are shown by the week.
  private static let maxRows = 62

  /// One line a day, from the first to the last, days without any included.
  ///
  /// - Parameters:
  ///   - counts: by day, counted from 1970.
  ///   - days: the first and the last day shown.
  static func lines(_ counts: [Int: Int], over days: ClosedRange<Int>) -> [String] {
    let step = days.count > maxRows ? 7 : 1
    let rows = stride(from: days.lowerBound, through: days.upperBound, by: step).map { day in
      (day, (day..<(day + step)).reduce(0) { $0 + counts[$1, default: 0] })
    }
    let most = max(1, rows.map(\.1).max() ?? 1)
    let digits = "\(most)".count
    return rows.map { day, count in
      let number = "\(count)"
      let label = LocalTime.text(CivilDay(daysSince1970: day)) + (step == 7 ? " +6d" : "")
      let padding = String(repeating: " ", count: digits - number.count)
      return count == 0
        ? "\(label)  \(padding)\(number)" : "\(label)  \(padding)\(number) \(bar(count, of: most))"
    }
  }

  /// At least the thinnest block, for a count that is not zero is not to look like it.
  private static func bar(_ count: Int, of most: Int) -> String {
    let eighths = max(1, count * width * 8 / most)
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
