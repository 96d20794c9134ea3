import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauMatch
import PantauParse
import PantauStore
import PantauStories

/// A poll after parsing and matching, ready to be stored.
struct ProcessedPoll: Sendable {
  /// The feed as it is once the record is stored.
  var state: FeedState
  /// What to store.
  var record: PollRecord
  /// When to come again, and what follows for the host and the log.
  var decision: PollDecision
  /// When the answer was there; nil counts from when it is stored.
  var arrived: ArrivalTime?
  /// How many known items the feed shows under other guids; told at the first poll that finds any.
  var renamedItems = 0
  /// What its items' texts, and what is kept of its document, take in memory, about.
  var textBytes = 0
}

extension Item {
  /// A content that is the summary again shares its storage.
  fileprivate var textBytes: Int {
    let own = content == summary ? 0 : content?.utf8.count ?? 0
    return (title?.utf8.count ?? 0) + (summary?.utf8.count ?? 0) + own
  }
}

/// Turns what arrived into what is stored: parse, leave out what is known, match, decide when next.
///
/// Reads the archive (what is known), writes nothing; everything else it decides from values.
struct PollProcessor {
  let store: Store
  let rules: PollingRules
  let ruleset: Ruleset
  let budget: BudgetTerms
  let now: Date

  /// Processes one arrival.
  ///
  /// - Parameters:
  ///   - arrival: what came.
  ///   - parts: what the parts of a sitemap index brought.
  ///   - ask: what was asked.
  ///   - state: the feed as it was when it was asked.
  ///   - generator: the source of jitter and alert ids.
  /// - Returns: what to store.
  /// - Throws: `StoreError` where the archive cannot be read; nothing is lost then, the feed is
  ///   polled again.
  func process(
    _ arrival: Arrival, parts: [PartAnswer] = [], asked ask: PollAsk, state: FeedState,
    using generator: inout some RandomNumberGenerator
  ) throws(StoreError) -> ProcessedPoll {
    var reading = PollReading(arrival, ask: ask, state: state)
    reading.take(parts)
    var changes: [ItemChange] = []
    if let feed = reading.feed {
      changes = try self.changes(in: feed, &reading, state, using: &generator)
    }
    var after = state
    reading.apply(to: &after)
    if !parts.isEmpty { after.hasParts = true }
    after.hasItems = state.hasItems || !changes.isEmpty
    let decision = rules.nextPoll(
      after: reading.answer, rhythm: &after.rhythm, budget: budget,
      operatorInterval: state.settings.interval, using: &generator)
    var record = PollRecord(
      feedID: state.id, health: reading.health, rhythm: after.rhythm.bytes,
      nextDue: after.rhythm.isGone ? nil : decision.due)
    record.health.isGone = after.rhythm.isGone
    record.validators = reading.validators
    record.validatorsURL = reading.validatorsURL
    record.bodyHash = reading.bodyHash
    record.feedTitle = reading.feed?.title
    record.changes = changes
    record.parts = parts.map(\.known)
    if let until = decision.hostPause, case .fetched(let result) = arrival {
      record.rests = result.rests(until: until)
    }
    if state.settings.fullText {
      record.articles = ArticleWish(
        since: state.isFirstPoll ? now - ruleset.maxAge.inSeconds : .distantPast,
        language: reading.feed?.language)
    }
    record.shown = reading.shown
    record.shownAgain = reading.shownAgain
    for event in decision.events {
      let news = FeedNews(event, before: state, after: after, error: reading.health.error)
      guard let notice = ruleset.notice(of: news, now: now, using: &generator) else { continue }
      record.notices.append(notice)
    }
    let renamed = state.hasRenamed ? 0 : reading.renamedItems
    after.hasRenamed = state.hasRenamed || renamed > 0
    return ProcessedPoll(
      state: after, record: record, decision: decision, renamedItems: renamed,
      textBytes: reading.textBytes)
  }

  /// New and changed items, oldest first (feeds list the youngest first), with their alerts.
  private func changes(
    in feed: ParsedFeed, _ reading: inout PollReading, _ state: FeedState,
    using generator: inout some RandomNumberGenerator
  ) throws(StoreError) -> [ItemChange] {
    var titled = state
    titled.title = feed.title ?? state.title
    let (keyed, known) = try compare(feed.items, state)
    let sorted = ItemSorting.sort(keyed, known: known)
    var changes: [ItemChange] = []
    changes.reserveCapacity(sorted.count)
    reading.answer.knownItems = known.count { $0 != nil }
    let isWhole = feed.isComplete && !state.hasParts
    reading.note(known, of: keyed.map(\.keys), on: now, isWhole: isWhole)
    var last: ReadText?
    var alerted: [Int] = []
    for entry in sorted.reversed() {
      let item = entry.item
      reading.textBytes += item.textBytes
      let text = ruleset.read(
        item, of: titled, language: feed.language, now: now, reusing: last.take())
      defer { last = text }
      let draft = draft(item, text, titled, reading, using: &generator)
      if draft != nil { alerted.append(changes.count) }
      switch entry {
      case .new(_, let keys):
        reading.count(new: item, alerts: draft != nil)
        let print = StorySketch.print(of: item, link: keys.link) { text.withWordHashes(of: $0, $1) }
        changes.append(.new(item, keys, draft, print))
      case .changed(let id, _, let keys):
        changes.append(.changed(id, item, keys, draft))
      }
    }
    reading.textBytes += reading.sources.attachEvidence(to: &changes, at: alerted)
    return changes
  }

  /// The items with their keys, and what the archive knows each as.
  private func compare(
    _ items: [Item], _ state: FeedState
  ) throws(StoreError) -> (items: [(item: Item, keys: ItemKeys)], known: [KnownItem?]) {
    var keyed = items.map { (item: $0, keys: ItemIdentity.keys(of: $0)) }
    guard state.hasItems else { return (keyed, Array(repeating: nil, count: keyed.count)) }
    var known = try store.known(keyed.map(\.keys.identity), ofFeed: state.id)
    // A guid that stands for another article already: that item is known by guid, link and title.
    let repeated = ItemIdentity.repeated(in: keyed)
    let others = keyed.indices.filter { index in
      let (item, keys) = keyed[index]
      return known[index].map {
        ItemIdentity.isAnother(
          item, keys, than: $0.keys, isRepeated: repeated.contains(keys.identity))
      } ?? false
    }
    for index in others {
      keyed[index].keys.identity = ItemIdentity.distinctIdentity(of: keyed[index].item)
    }
    if !others.isEmpty {
      let distinct = try store.known(others.map { keyed[$0].keys.identity }, ofFeed: state.id)
      for (index, found) in zip(others, distinct) { known[index] = found }
    }
    let unknown = keyed.indices.filter { known[$0] == nil }
    guard !unknown.isEmpty else { return (keyed, known) }
    let renamed = try store.renamed(unknown.map { keyed[$0].keys }, ofFeed: state.id)
    for (index, found) in zip(unknown, renamed) { known[index] = found }
    return (keyed, known)
  }

  private func draft(
    _ item: Item, _ text: ReadText, _ state: FeedState, _ reading: PollReading,
    using generator: inout some RandomNumberGenerator
  ) -> AlertDraft? {
    ruleset.draft(
      for: item, reading: text, of: state, seen: reading.answer.receivedAt, now: now,
      using: &generator)
  }
}
