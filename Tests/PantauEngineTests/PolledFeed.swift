import FoundationEssentials
import PantauCore
import PantauMatch
import PantauTestSupport

@testable import PantauEngine
@testable import PantauHTTP
@testable import PantauStore

/// A feed whose polls a test scripts, one after another, with the time it sets; each is stored.
struct PolledFeed {
  static let start = Date(timeIntervalSince1970: 1_795_406_400)
  static let url = "https://berita.example/rss"

  let home: EngineHome
  var now = start
  var state: FeedState
  var rules = PollingRules()
  var ruleset: Ruleset
  private var generator = SplitMix64(seed: 7)

  /// A feed never polled.
  init(
    ruleset: Ruleset? = nil, group: String? = nil, interval: Duration? = nil,
    headers: [(name: String, value: String)] = [], url: String = PolledFeed.url
  ) throws {
    home = try EngineHome()
    self.ruleset = try ruleset ?? .test()
    let settings = FeedSettings(url: url, group: group, interval: interval, headers: headers)
    let stored = try home.store.activate([FeedEntry(url: url, group: group)])
    state = FeedState(stored[0], settings, now: Self.start)
  }

  /// What a poll decided, and what storing it changed.
  struct Step {
    let poll: ProcessedPoll
    let summary: CommitSummary

    var record: PollRecord { poll.record }
    /// The keywords of each alert raised.
    var keywords: [[String]] { summary.alerts.map(\.keywords) }
    /// The wait till the next poll, in seconds.
    var wait: Double { poll.decision.due.timeIntervalSince(poll.record.health.polledAt) }
  }

  /// One poll now, which brings this.
  @discardableResult
  mutating func poll(
    _ outcome: FetchOutcome, through hops: [FetchResult.Hop] = [], to url: String? = nil
  )
    throws -> Step
  {
    let ask = state.ask(at: now)
    let result = FetchResult(
      id: 1, outcome: outcome, hops: hops, finalURL: url ?? ask.url, timing: .init(),
      bytesReceived: 0, connectionReused: false, httpVersion: "1.1",
      sentValidators: !ask.validators.isEmpty && hops.isEmpty, receivedAt: now)
    return try take(.fetched(result), ask)
  }

  private mutating func take(_ arrival: Arrival, _ ask: PollAsk) throws -> Step {
    let processor = PollProcessor(
      store: home.store, rules: rules, ruleset: ruleset,
      budget: BudgetTerms(requestsPerHourEach: 4), now: now)
    let poll = try processor.process(arrival, asked: ask, state: state, using: &generator)
    let summary = try home.store.commit([poll.record], now: now)
    state = poll.state
    return Step(poll: poll, summary: summary)
  }

  /// Lets time pass.
  mutating func wait(hours: Double) { now += hours * 3_600 }

  /// What a restart reads back.
  func restarted() throws -> FeedState? {
    try home.feed(state.settings.url).map { FeedState($0, state.settings, now: now) }
  }
}

extension FetchOutcome {
  /// An answer with a body.
  static func answer(
    _ status: Int = 200, _ body: String = "", _ headers: [String: String] = [:]
  ) -> FetchOutcome {
    let fields = headers.map { HTTPHeaders.Field(name: $0.key, value: Array($0.value.utf8)) }
    let response = Response(
      status: status, headers: HTTPHeaders(fields), body: Array(body.utf8))
    return status == 304 ? .notModified(response) : .response(response)
  }

  /// A whole feed.
  static func feed(_ feed: SampleFeed, _ headers: [String: String] = [:]) -> FetchOutcome {
    .answer(200, feed.xml, headers)
  }
}

/// Validators from text.
func validators(_ tag: String?, _ modified: String? = nil) -> Validators {
  Validators(
    entityTag: tag.map { Array($0.utf8) }, lastModified: modified.map { Array($0.utf8) })
}
