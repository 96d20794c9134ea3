/// Text from feeds made safe for a terminal or a log line.
public enum DisplayText {
  /// Shows control characters, bidirectional embeddings, overrides and isolates and line separators as U+FFFD; tabs and
  /// line ends count as controls, so that one text stays on one line.
  public static func safe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var safe = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { safe.append(isUnsafe(scalar) ? "\u{FFFD}" : scalar) }
    return String(safe)
  }

  /// A feed's fault without the feed's URL that it begins with, for where the feed is named already.
  public static func fault(_ fault: String, of url: String) -> String {
    fault.hasPrefix(url + ": ") ? String(fault.dropFirst(url.count + 2)) : fault
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
