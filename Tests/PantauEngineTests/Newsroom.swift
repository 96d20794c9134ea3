import FoundationEssentials
import PantauCore
import PantauMatch

@testable import PantauEngine
@testable import PantauHTTP
@testable import PantauStore

/// Several feeds of one archive, polled at times that a test sets.
struct Newsroom {
  let home: EngineHome
  var now = PolledFeed.start
  var ruleset: Ruleset
  private(set) var feeds: [FeedState]
  private var generator = SplitMix64(seed: 11)

  /// Feeds by their names, none of them polled before.
  init(_ names: [String], ruleset: Ruleset? = nil) throws {
    home = try EngineHome()
    self.ruleset = try ruleset ?? .test()
    let entries = names.map { FeedEntry(url: "https://\($0.lowercased()).example/rss", name: $0) }
    feeds = zip(try home.store.activate(entries), entries).map { stored, entry in
      let settings = FeedSettings(url: entry.url, name: entry.name)
      return FeedState(stored, settings, now: PolledFeed.start)
    }
  }

  /// What a poll of a feed brings, not stored yet.
  mutating func read(_ feed: Int, _ document: SampleFeed, after seconds: Double = 0) throws
    -> ProcessedPoll
  {
    let state = feeds[feed]
    let result = FetchResult(
      id: 1, outcome: .feed(document), hops: [], finalURL: state.settings.url, timing: .init(),
      bytesReceived: 0, connectionReused: false, httpVersion: "1.1", sentValidators: false,
      receivedAt: now + seconds)
    let processor = PollProcessor(
      store: home.store, rules: PollingRules(), ruleset: ruleset,
      budget: BudgetTerms(requestsPerHourEach: 4), now: now + seconds)
    var polled = state
    let poll = try processor.process(
      .fetched(result), asked: polled.ask(at: now), state: state, using: &generator)
    feeds[feed] = poll.state
    return poll
  }

  /// Polls a feed a minute later and stores what it brings.
  @discardableResult
  mutating func poll(_ feed: Int, _ entries: SampleFeed.Entry...) throws -> CommitSummary {
    now += 60
    var document = SampleFeed()
    document.entries = entries
    return try home.store.commit([try read(feed, document).record], now: now)
  }

  /// The alerts of the log as they stand now.
  func alerts() throws -> [Alert] {
    try home.store.alerts(AlertFilter()).compactMap {
      Alert(json: try JSONReader.read(Array($0.object.utf8)))
    }
  }
}

extension SampleFeed.Entry {
  /// An entry with a text of its own.
  init(_ name: String, title: String, text: String) {
    self.init(name, title: title)
    self.text = text
  }
}
