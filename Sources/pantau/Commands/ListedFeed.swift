import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// A feed of the list, with what explains its next poll.
struct ListedFeed {
  /// The feed as it is shown.
  let feed: StoredFeed
  /// nil for a feed never polled.
  var explanation: PollExplanation?
  /// Until when its host is left alone, because it has answered 429.
  let hostRest: Date?

  /// The feeds of the database.
  ///
  /// - Parameters:
  ///   - stored: the feeds.
  ///   - shown: the same as they are shown.
  ///   - rests: the hosts that want to be left alone.
  ///   - configuration: says which have an interval of their own.
  /// - Returns: the feeds as they are listed, in the same order.
  static func list(
    _ stored: [StoredFeed], shownAs shown: [StoredFeed], _ rests: [HostRest],
    _ configuration: Configuration
  ) -> [ListedFeed] {
    let configured = Dictionary(
      configuration.feeds.map { ($0.url, $0) }, uniquingKeysWith: { first, _ in first })
    return zip(stored, shown).map {
      ListedFeed($0, shownAs: $1, rests, configured[$0.url], configuration.polling)
    }
  }

  init(
    _ stored: StoredFeed, shownAs feed: StoredFeed, _ rests: [HostRest],
    _ configured: FeedConfiguration?, _ polling: PollingConfiguration
  ) {
    self.feed = feed
    explanation = PollExplanation(stored, configured, polling)
    let host = URLParts(explanation?.movedTo ?? stored.url)?.host
    hostRest = rests.first { $0.host == host }?.until
    explanation?.hostRest = hostRest
  }

  /// When the next poll can be, not before its host's rest is over; nil for at once, or never.
  var nextPoll: Date? {
    feed.isGone ? nil : [feed.nextDue, hostRest].compactMap(\.self).max()
  }
}

extension StoredFeed {
  /// One word for how the feed does.
  var state: String {
    if isGone { return "gone" }
    if polls == 0 { return "new" }
    return lastError == nil ? "ok" : "failing"
  }

  /// The last poll's milliseconds to the first byte and in all.
  var times: String {
    guard let totalMilliseconds else { return "-" }
    return "\(firstByteMilliseconds ?? 0)/\(totalMilliseconds)"
  }

  /// What the last poll was, in a sentence.
  var lastAnswer: String? {
    guard let lastPoll else { return nil }
    let status = lastStatus.map { ", with status \($0)" } ?? ""
    let bytes = "\(bodyBytes.of("byte")), \(newItems.of("new item"))"
    guard let totalMilliseconds else {
      return "The last poll ended at \(LocalTime.text(lastPoll))\(status): \(bytes)."
    }
    return "The last poll ended at \(LocalTime.text(lastPoll))\(status): first byte after "
      + "\(firstByteMilliseconds ?? 0) ms, \(totalMilliseconds) ms in all, \(bytes)."
  }
}

extension ListedFeed {
  /// The feed as one object.
  var object: [UInt8] {
    var json = JSONWriter()
    json.object {
      writeNames(to: &$0)
      writeRemarks(to: &$0)
      writeTimes(to: &$0)
      writeCounts(to: &$0)
    }
    return json.bytes
  }

  private func writeNames(to json: inout JSONWriter) {
    json.name("url")
    json.value(feed.url)
    json.name("name")
    json.value(feed.displayName)
    json.name("group")
    json.value(feed.group)
    json.name("state")
    json.value(feed.state)
    json.name("status")
    json.value(feed.lastStatus)
    json.name("error")
    json.value(feed.lastError)
    json.name("note")
    json.value(feed.lastNote)
  }

  private func writeRemarks(to json: inout JSONWriter) {
    json.name("slowed")
    json.value(explanation?.slowedSentence)
    json.name("quietSince")
    json.value(explanation?.quietSince)
    json.name("movedTo")
    json.value(explanation?.movedTo)
    json.name("falseNotModified")
    json.value(explanation?.rhythm.guardFoundNews)
    json.name("why")
    json.value(explanation?.sentences(now: Date()).dropFirst().joined(separator: " "))
  }

  private func writeTimes(to json: inout JSONWriter) {
    json.name("lastPoll")
    json.value(feed.lastPoll)
    json.name("lastSuccess")
    json.value(feed.lastSuccess)
    json.name("lastNews")
    json.value(feed.lastNews)
    json.name("failingSince")
    json.value(feed.failingSince)
    json.name("failures")
    json.value(feed.failures)
    json.name("nextPoll")
    json.value(nextPoll)
  }

  private func writeCounts(to json: inout JSONWriter) {
    json.name("items")
    json.value(feed.itemCount)
    json.name("newItems")
    json.value(feed.newItems)
    json.name("polls")
    json.value(feed.polls)
    json.name("bytes")
    json.value(feed.bodyBytes)
    json.name("firstByteMs")
    json.value(feed.firstByteMilliseconds)
    json.name("totalMs")
    json.value(feed.totalMilliseconds)
  }
}

extension PollExplanation {
  /// What is known of a feed's rhythm; nil for one never polled.
  ///
  /// - Parameters:
  ///   - feed: the feed.
  ///   - configured: the same as it is configured; nil for one that is no more.
  ///   - polling: the settings.
  init?(
    _ feed: StoredFeed, _ configured: FeedConfiguration?, _ polling: PollingConfiguration
  ) {
    guard let rhythm = FeedRhythm(bytes: feed.rhythm) else { return nil }
    self.init(
      rhythm: rhythm, rules: PollingRules(polling),
      operatorInterval: configured?.pollingInterval(polling))
  }
}
