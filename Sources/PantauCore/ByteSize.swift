/// Sizes as people write them in `config.json`: `5MB`, `500KB`, `1GB`, `800B`; powers of ten.
public enum ByteSize {
  /// Reads a whole number and a unit; nil for anything else or for what does not fit.
  public static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(digits) else { return nil }
    let unit: Int
    switch text.dropFirst(digits.count) {
    case "B": unit = 1
    case "KB", "kB": unit = 1_000
    case "MB": unit = 1_000_000
    case "GB": unit = 1_000_000_000
    default: return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : bytes
  }

  /// Writes a size in its largest unit that leaves no rest.
  public static func exact(_ bytes: Int) -> String {
    for (unit, size) in [("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)]
    where bytes % size == 0 && bytes != 0 {
      return "\(bytes / size)\(unit)"
    }
    return "\(bytes)B"
  }
}
