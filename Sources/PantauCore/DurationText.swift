/// Durations as people write them in `config.json` and on the command line: `90s`, `10m`, `6h`,
/// `30d`, `500ms`, `2w`.
public enum DurationText {
  /// Reads one number and one unit; nil for anything else or for more than 1,000 years.
  public static func parse(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int64(digits) else { return nil }
    let millisecondsPerUnit: Int64
    switch text.dropFirst(digits.count) {
    case "ms": millisecondsPerUnit = 1
    case "s": millisecondsPerUnit = 1_000
    case "m": millisecondsPerUnit = 60_000
    case "h": millisecondsPerUnit = 3_600_000
    case "d": millisecondsPerUnit = 86_400_000
    case "w": millisecondsPerUnit = 604_800_000
    default: return nil
    }
    let (milliseconds, overflow) = number.multipliedReportingOverflow(by: millisecondsPerUnit)
    guard !overflow, milliseconds <= 1_000 * 366 * 86_400_000 else { return nil }
    return .milliseconds(milliseconds)
  }

  /// Writes a duration in its largest unit that leaves no rest: `90s`, `10m`, `6h`.
  public static func exact(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)]
    where milliseconds % Int64(size) == 0 && milliseconds != 0 {
      return "\(milliseconds / Int64(size))\(unit)"
    }
    return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
  }

  /// Writes a duration for a person, in two units at most: `2 h 5 min`, `40 s`.
  public static func spoken(_ duration: Duration) -> String {
    let seconds = max(0, duration.wholeMilliseconds / 1_000)
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3_600 { return pair(seconds / 60, "min", seconds % 60, "s") }
    if seconds < 86_400 { return pair(seconds / 3_600, "h", seconds % 3_600 / 60, "min") }
    return pair(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h")
  }

  private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ rest: String)
    -> String
  {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(rest)"
  }
}

extension Duration {
  /// The length in milliseconds, rounded towards zero and held within Int64.
  public var wholeMilliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carry) = milliseconds.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    return carry ? .max : sum
  }

  /// The length in seconds with its fraction.
  public var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
