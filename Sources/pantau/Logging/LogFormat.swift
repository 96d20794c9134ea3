import FoundationEssentials
import Logging
import PantauCore

/// How one event becomes one line on standard error.
enum LogFormat {
  /// A time, a level and the text: for terminals and files.
  case timed
  /// The syslog priority `<N>` that journald takes (sd-daemon(3)), and the text.
  case journal

  /// The form that suits where standard error goes: `JOURNAL_STREAM` is set by systemd.
  init(environment: [String: String]) {
    self = environment["JOURNAL_STREAM"] == nil ? .timed : .journal
  }

  /// The line, without its end; control characters are shown as U+FFFD.
  func line(
    _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at time: Date
  ) -> String {
    var text = DisplayText.safe(message)
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      text += " \(key)=\(Self.quoted(DisplayText.safe("\(value)")))"
    }
    switch self {
    case .timed: return "\(ISO8601.text(time)) \(level.rawValue) \(text)"
    case .journal: return "<\(Self.priority(of: level))>\(text)"
    }
  }

  private static func quoted(_ value: String) -> String {
    guard value.isEmpty || value.utf8.contains(where: needsQuotes) else { return value }
    return "\"" + value.replacing("\"", with: "\\\"") + "\""
  }

  /// Space, quotation mark and equals sign.
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x22 || byte == 0x3D
  }

  private static func priority(of level: Logger.Level) -> Int {
    switch level {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}
