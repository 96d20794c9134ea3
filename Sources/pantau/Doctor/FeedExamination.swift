import FoundationEssentials
import PantauCore
import PantauStore

/// What `pantau doctor` says of the feeds and of the clock that they were polled by.
struct FeedExamination {
  let feeds: [StoredFeed]
  let now: Date
  /// The longest that a healthy feed waits.
  let maxInterval: Duration

  /// A feed that fails for so long needs a person.
  private static let patience: Double = 86_400
  /// Clocks of two readings may differ by this.
  private static let slack: Double = 60

  var findings: [Finding] {
    let sick = feeds.compactMap(finding)
    let polled = feeds.count { $0.polls > 0 }
    let healthy = feeds.count - sick.count
    return [.ok("feeds", "\(healthy) of \(feeds.count) are well, \(polled) were polled")] + sick
      + clockFindings
  }

  private func finding(_ feed: StoredFeed) -> Finding? {
    let subject = "feed \(feed.displayName)"
    let retry = "`pantau feeds --retry \(feed.url)`"
    if feed.isGone {
      return .error(
        subject, "its server says that it is gone for good",
        "Take it out of the configuration or find its new address; \(retry) tries it once more.")
    }
    let cause = feed.lastError.map { " (\($0))" } ?? ""
    if let since = feed.failingSince, now.timeIntervalSince(since) > Self.patience {
      return .error(
        subject, "it has failed since \(LocalTime.text(since))\(cause)",
        "Open \(feed.url) in a browser; correct its address or ask the outlet. \(retry) tries it "
          + "at once.")
    }
    if feed.polls > 0, feed.lastSuccess == nil {
      return .warning(
        subject, "it has never succeeded\(cause)", "Check its address: \(feed.url).")
    }
    return nil
  }

  private var clockFindings: [Finding] {
    let year = CivilDay(of: now).year
    guard (2025..<2100).contains(year) else {
      return [
        .error(
          "clock", "the machine says that it is the year \(year)",
          "Set the clock; `timedatectl` shows whether it is kept by NTP.")
      ]
    }
    guard let last = feeds.compactMap(\.lastPoll).max() else {
      return [
        .warning("polling", "no feed was polled yet", "Start the daemon: `pantau run`.")
      ]
    }
    if last.timeIntervalSince(now) > Self.slack {
      return [
        .error(
          "clock", "the last poll, \(LocalTime.text(last)), lies in the future",
          "The clock was or is wrong; `timedatectl` shows whether it is kept by NTP.")
      ]
    }
    if now.timeIntervalSince(last) > maxInterval.inSeconds + 3_600 {
      return [
        .error(
          "polling", "no feed was polled since \(LocalTime.text(last))",
          "Start the daemon: `pantau run`, or `systemctl start pantau`.")
      ]
    }
    return [.ok("clock", "the last poll was at \(LocalTime.text(last))")]
  }
}
