public import PantauCore

/// One way out for alerts, as `channels` names it.
public struct ChannelConfiguration: Sendable, Hashable {
  /// The unique name.
  public var name: String
  /// Where it leads.
  public var target: ChannelTarget
  /// The keywords it takes, by name; nil: all.
  public var keywords: [String]?
  /// The groups of feeds it takes; nil: all.
  public var groups: [String]?
  /// The least severity it takes.
  public var severity: Severity
  /// The events it takes.
  public var events: Set<ChannelEvent>
  /// At most so many messages in so long; nil: the service's own pace.
  public var rate: MessageRate?
  /// When alerts are held back; nil: never.
  public var quietHours: QuietHours?
  /// When collected alerts go out as one message; nil: each goes at once.
  public var digest: Digest?
  /// Whether alerts of high severity wait for quiet hours and digests too.
  public var holdsHigh: Bool
  /// The waits between attempts, the last one repeated; nil: 5 s, 30 s, 2 min, then every 5 min.
  public var retry: [Duration]?
  /// Where a high alert goes that nobody has acknowledged; nil: nowhere.
  public var escalation: Escalation?

  /// Makes a channel; what is not said has its default.
  public init(name: String, target: ChannelTarget) {
    self.name = name
    self.target = target
    severity = .low
    events = [.alertCreated]
    holdsHigh = false
  }

  /// Where alerts go without `channels`.
  public static let standardOutput = ChannelConfiguration(name: "stdout", target: .stdout(nil))
}

/// Where a channel leads, with the settings of its type.
public enum ChannelTarget: Sendable, Hashable {
  /// Standard output; nil: text on a terminal, JSON elsewhere.
  case stdout(LineFormat?)
  /// A file that lines are appended to.
  case file(path: String, format: LineFormat)
  /// A program that gets the JSON on its standard input.
  case exec(command: [String], timeout: Duration)
  /// An HTTP request.
  case webhook(WebhookConfiguration)
  /// A mail.
  case email(EmailConfiguration)

  /// The value of `type`.
  public var type: String {
    switch self {
    case .stdout: "stdout"
    case .file: "file"
    case .exec: "exec"
    case .webhook: "webhook"
    case .email: "email"
    }
  }
}

/// How one alert is written as a line.
public enum LineFormat: String, Sendable, Hashable, CaseIterable {
  case json
  case text
}

/// What a channel may be told.
public enum ChannelEvent: String, Sendable, Hashable, CaseIterable {
  case alertCreated = "alert.created"
  case alertUpdated = "alert.updated"
  case alertSurge = "alert.surge"
  case feedFailing = "feed.failing"
  case feedRecovered = "feed.recovered"
  case feedQuiet = "feed.quiet"
}

/// A limit on messages: `30/m`.
public struct MessageRate: Sendable, Hashable, CustomStringConvertible {
  /// How many messages, at least 1.
  public var messages: Int
  /// In how long.
  public var per: Duration

  /// Reads `N/s`, `N/m` or `N/h` with N from 1 to 100,000.
  public init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    let digits = text[..<slash]
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let messages = Int(digits),
      (1...100_000).contains(messages)
    else { return nil }
    self.messages = messages
    switch text[slash...] {
    case "/s": per = .seconds(1)
    case "/m": per = .seconds(60)
    case "/h": per = .seconds(3_600)
    default: return nil
    }
  }

  /// As the configuration writes it.
  public var description: String {
    "\(messages)/\(per == .seconds(1) ? "s" : per == .seconds(60) ? "m" : "h")"
  }
}

/// Hours in which alerts are held back, and how they go out afterwards.
public struct QuietHours: Sendable, Hashable {
  /// The hours.
  public var hours: HoursOfDay
  /// Whether what was held goes out as one digest instead of message by message.
  public var endsInDigest: Bool

  /// Makes quiet hours.
  public init(hours: HoursOfDay, endsInDigest: Bool = false) {
    self.hours = hours
    self.endsInDigest = endsInDigest
  }
}

/// When collected alerts go out as one message.
public enum Digest: Sendable, Hashable {
  /// At these times of day, in order.
  case times([TimeOfDay])
  /// Every so long.
  case every(Duration)
}

/// What happens to a high alert that nobody acknowledges.
public struct Escalation: Sendable, Hashable {
  /// How long to wait for an acknowledgement.
  public var after: Duration
  /// The channel it goes to then, by name.
  public var channel: String

  /// Makes an escalation.
  public init(after: Duration, channel: String) {
    self.after = after
    self.channel = channel
  }
}
