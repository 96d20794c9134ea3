import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau feeds`: how each feed does.
struct FeedsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feeds",
    abstract: "Shows each feed's health: last success, status, next poll, items, last error.",
    discussion: """
      Examples:
        pantau feeds
        pantau feeds --failing
        pantau feeds --why https://example.org/rss.xml
        pantau feeds --retry https://example.org/rss.xml
        pantau feeds --json | jq 'select(.error != null) | .url'
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Only feeds whose last poll failed.")
  var failing = false

  @Option(help: ArgumentHelp("Says why that feed's next poll is when it is.", valueName: "url"))
  var why: String?

  @Option(
    help: ArgumentHelp("Starts a gone or failing feed again, at once.", valueName: "url"))
  var retry: String?

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() throws {
    let configuration = try options.loadForReading().configuration
    let shown = ShownFeeds(configuration)
    if let retry { return try restart(retry, shown, configuration.database) }
    let store = try Store.opened(forReading: configuration.database)
    var feeds = try Fault.failing { () throws(StoreError) in try store.activeFeeds() }
    let rests = try Fault.failing { () throws(StoreError) in try store.hostRests(at: Date()) }
    if let why { return try explain(why, shown, feeds, rests, configuration) }
    if failing { feeds = feeds.filter { $0.lastError != nil } }
    let listed = zip(feeds, shown.of(feeds)).map {
      ListedFeed($0, shownAs: $1, rests, configuration)
    }
    json ? try printJSON(listed) : try printTable(listed)
    warnOfFullDisk(store)
  }

  /// The daemon cannot write down that it cannot write.
  private func warnOfFullDisk(_ store: Store) {
    guard let free = store.freeBytes, free < Store.leastFreeBytes else { return }
    StandardStream.error.write(
      "pantau: the disk of \(store.path) is full: nothing new is stored, and polling waits until "
        + "there is room.\n")
  }

  private func restart(_ asked: String, _ shown: ShownFeeds, _ database: String) throws {
    let url = shown.written(asked)
    let store = try Fault.failing { () throws(StoreError) in try Store(path: database) }
    let found = try Fault.failing { () throws(StoreError) in try store.requestRestart(url: url) }
    guard found else { throw Self.unknown(shown.url(url)) }
    try StandardStream.printLine(
      "\(shown.url(url)) is polled again within a minute while the daemon runs.")
  }

  private static func unknown(_ url: String) -> Fault {
    Fault(.failed, "no feed has the URL \(url); `pantau feeds` lists them all.")
  }

  private func explain(
    _ asked: String, _ shown: ShownFeeds, _ feeds: [StoredFeed], _ rests: [HostRest],
    _ configuration: Configuration
  ) throws {
    let url = shown.url(shown.written(asked))
    guard let feed = feeds.first(where: { shown.url($0.url) == url }) else {
      throw Self.unknown(url)
    }
    let listed = ListedFeed(feed, shownAs: feed, rests, configuration)
    guard var explanation = listed.explanation else {
      let rest = listed.hostRest.map {
        "its host wants fewer requests (429), so nothing is asked of it before \(LocalTime.text($0))."
      }
      return try StandardStream.printLine(
        "\(url) was never polled; \(rest ?? "it is polled at once.")")
    }
    explanation.time = LocalTime.text
    for line in explanation.sentences(now: Date()) + [feed.lastAnswer].compactMap(\.self) {
      try StandardStream.printLine(DisplayText.safe(line))
    }
  }

  private func printTable(_ feeds: [ListedFeed]) throws {
    var table = Table(header: [
      "FEED", "STATE", "HTTP", "LAST SUCCESS", "NEXT POLL", "MS", "BYTES", "ITEMS", "NEW", "REMARK",
    ])
    for listed in feeds {
      let feed = listed.feed
      table.add([
        feed.displayName, feed.state, feed.lastStatus.map { "\($0)" } ?? "-",
        feed.lastSuccess.map(LocalTime.text) ?? "never",
        feed.isGone ? "never" : listed.nextPoll.map(LocalTime.text) ?? "at once",
        feed.times, "\(feed.bodyBytes)", "\(feed.itemCount)", "\(feed.newItems)",
        remarks(listed),
      ])
    }
    for line in table.lines { try StandardStream.printLine(line) }
  }

  /// The last fault, then what is to be known of the feed; what was odd of its document where there
  /// is nothing else.
  private func remarks(_ listed: ListedFeed) -> String {
    let feed = listed.feed
    var explanation = listed.explanation
    explanation?.time = LocalTime.text
    // The first column names the feed already.
    let fault = feed.lastError.map { DisplayText.fault($0, of: feed.url) }
    let remarks = [fault].compactMap(\.self) + (explanation?.remarks ?? [])
    return remarks.isEmpty ? feed.lastNote ?? "" : remarks.joined(separator: " ")
  }

  private func printJSON(_ feeds: [ListedFeed]) throws {
    for listed in feeds {
      var writer = JSONWriter()
      listed.feed.write(to: &writer, listed.explanation, nextPoll: listed.nextPoll)
      try StandardStream.printLine(writer.bytes)
    }
  }
}

/// A feed of the list, with what explains its next poll.
private struct ListedFeed {
  /// The feed as it is shown.
  let feed: StoredFeed
  /// nil for a feed never polled.
  var explanation: PollExplanation?
  /// Until when its host is left alone, because it has answered 429.
  let hostRest: Date?

  init(
    _ stored: StoredFeed, shownAs feed: StoredFeed, _ rests: [HostRest],
    _ configuration: Configuration
  ) {
    self.feed = feed
    explanation = PollExplanation(stored, configuration)
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
  fileprivate var state: String {
    if isGone { return "gone" }
    if polls == 0 { return "new" }
    return lastError == nil ? "ok" : "failing"
  }

  /// The last poll's milliseconds to the first byte and in all.
  fileprivate var times: String {
    guard let totalMilliseconds else { return "-" }
    return "\(firstByteMilliseconds ?? 0)/\(totalMilliseconds)"
  }

  /// What the last poll was, in a sentence.
  fileprivate var lastAnswer: String? {
    guard let lastPoll else { return nil }
    let status = lastStatus.map { ", with status \($0)" } ?? ""
    let bytes = "\(bodyBytes.of("byte")), \(newItems.of("new item"))"
    guard let totalMilliseconds else {
      return "The last poll ended at \(LocalTime.text(lastPoll))\(status): \(bytes)."
    }
    return "The last poll ended at \(LocalTime.text(lastPoll))\(status): first byte after "
      + "\(firstByteMilliseconds ?? 0) ms, \(totalMilliseconds) ms in all, \(bytes)."
  }

  fileprivate func write(
    to json: inout JSONWriter, _ explanation: PollExplanation?, nextPoll: Date?
  ) {
    json.object {
      $0.name("url")
      $0.value(url)
      $0.name("name")
      $0.value(displayName)
      $0.name("group")
      $0.value(group)
      $0.name("state")
      $0.value(state)
      $0.name("status")
      $0.value(lastStatus)
      $0.name("error")
      $0.value(lastError)
      $0.name("note")
      $0.value(lastNote)
      $0.name("slowed")
      $0.value(explanation?.slowedSentence)
      $0.name("quietSince")
      $0.value(explanation?.quietSince)
      $0.name("movedTo")
      $0.value(explanation?.movedTo)
      $0.name("falseNotModified")
      $0.value(explanation?.rhythm.guardFoundNews)
      $0.name("why")
      $0.value(explanation?.sentences(now: Date()).dropFirst().joined(separator: " "))
      $0.name("lastPoll")
      $0.value(lastPoll)
      $0.name("lastSuccess")
      $0.value(lastSuccess)
      $0.name("lastNews")
      $0.value(lastNews)
      $0.name("failingSince")
      $0.value(failingSince)
      $0.name("failures")
      $0.value(failures)
      $0.name("nextPoll")
      $0.value(nextPoll)
      $0.name("items")
      $0.value(itemCount)
      $0.name("newItems")
      $0.value(newItems)
      $0.name("polls")
      $0.value(polls)
      $0.name("bytes")
      $0.value(bodyBytes)
      $0.name("firstByteMs")
      $0.value(firstByteMilliseconds)
      $0.name("totalMs")
      $0.value(totalMilliseconds)
    }
  }
}

extension PollExplanation {
  /// What is known of a feed's rhythm; nil for one never polled.
  init?(_ feed: StoredFeed, _ configuration: Configuration) {
    guard let rhythm = FeedRhythm(bytes: feed.rhythm) else { return nil }
    self.init(
      rhythm: rhythm, rules: PollingRules(configuration.polling),
      operatorInterval: configuration.feeds.first { $0.url == feed.url }?
        .pollingInterval(configuration.polling))
  }
}
