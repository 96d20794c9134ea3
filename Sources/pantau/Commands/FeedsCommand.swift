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
    let listed = ListedFeed.list(feeds, shownAs: shown.of(feeds), rests, configuration)
    json ? try printJSON(listed) : try printTable(listed)
    warnOfFullDisk(store)
  }

  /// The daemon cannot write down that it cannot write.
  private func warnOfFullDisk(_ store: Store) {
    guard let free = store.freeBytes, free < Store.leastFreeBytes else { return }
    StandardStream.note(
      "the disk of \(store.path) is full: nothing new is stored, and polling waits until there is "
        + "room.")
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
    let listed = ListedFeed(
      feed, shownAs: feed, rests, configuration.feeds.first { $0.url == feed.url },
      configuration.polling)
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
      try StandardStream.printLine(listed.object)
    }
  }
}
