import FoundationEssentials
import PantauCore
import PantauMatch
import PantauStore
import PantauStories

/// Stores polls as the daemon does once a feed is parsed: keys, duplicates, story, one transaction.
struct Ingest {
  let store: Store
  private var maker = NewsMaker()
  private let matcher: Matcher
  private let feeds: [Int64]
  private let findsStories: Bool
  private var next = 0
  private(set) var stored = 0
  /// The items that joined a story of another.
  private(set) var copies = 0
  /// CPU seconds so far, the making of the items left out.
  private(set) var cpuSeconds = 0.0

  static let feedCount = 2_000
  /// New items of a poll.
  static let itemsOfPoll = 10
  /// Of a feed that brings very many.
  static let itemsOfLargePoll = 30
  /// Polls of a transaction; a daemon that gets 500 items a second has as many in one.
  static let pollsOfGroup = 50
  static var itemsOfGroup: Int { itemsOfPoll * pollsOfGroup }

  /// Prepares polls.
  ///
  /// - Parameters:
  ///   - store: the archive.
  ///   - findsStories: whether items are compared with those of other feeds.
  /// - Throws: what the store does.
  init(_ store: Store, findsStories: Bool = true) throws {
    self.store = store
    self.findsStories = findsStories
    matcher = try Matcher([])
    let entries = (0..<Self.feedCount).map { FeedEntry(url: "https://kabar\($0).example/rss") }
    feeds = try store.activate(entries).map(\.id)
  }

  /// Stores a transaction's worth of items, seen at an instant.
  mutating func group(at now: Date) throws {
    let documents = (0..<Self.pollsOfGroup).map { _ in
      next = (next + 1) % feeds.count
      return (
        feed: feeds[next], items: (0..<Self.itemsOfPoll).map { _ in maker.item(ofFeed: next) }
      )
    }
    let start = Meter.cpuSeconds
    let records = try documents.map { try record(of: $0.items, feed: $0.feed, now) }
    let summary = try store.commit(records, now: now)
    cpuSeconds += Meter.cpuSeconds - start
    stored += summary.newItems.values.reduce(0, +)
    copies += summary.copies.count
  }

  /// Stores polls of one feed, each in a transaction of its own, as of a feed that brings very many.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - now: when the items are seen.
  /// - Returns: for how long each held the writer, in milliseconds by the clock on the wall.
  /// - Throws: what the store does.
  mutating func polls(_ count: Int, at now: Date) throws -> [Double] {
    try (0..<count).map { _ in
      let items = (0..<Self.itemsOfLargePoll).map { _ in maker.item(ofFeed: 0) }
      let record = try record(of: items, feed: feeds[0], now)
      let begin = MonotonicInstant.now
      stored += try store.commit([record], now: now).newItems.values.reduce(0, +)
      return MonotonicInstant.now.seconds(since: begin) * 1_000
    }
  }

  private func record(of items: [Item], feed: Int64, _ now: Date) throws -> PollRecord {
    let keyed = items.map { (item: $0, keys: ItemIdentity.keys(of: $0)) }
    var known = try store.known(keyed.map(\.keys.identity), ofFeed: feed)
    let unknown = keyed.indices.filter { known[$0] == nil }
    let renamed = try store.renamed(unknown.map { keyed[$0].keys }, ofFeed: feed)
    for (index, found) in zip(unknown, renamed) { known[index] = found }
    var record = PollRecord(
      feedID: feed, health: PollHealth(polledAt: now, status: 200), rhythm: [], nextDue: now + 900)
    record.changes = ItemSorting.sort(keyed, known: known).map { sorted in
      switch sorted {
      case .new(let item, let keys):
        .new(item, keys, nil, findsStories ? print(of: item, keys) : nil)
      case .changed(let id, let item, let keys): .changed(id, item, keys, nil)
      }
    }
    record.shown = known.map { $0?.itemID }
    return record
  }

  /// Of the words that keywords would be looked for among.
  private func print(of item: Item, _ keys: ItemKeys) -> StoryPrint {
    let text = matcher.read(MatchInput(item))
    return StorySketch.print(of: item, link: keys.link) { text.withWordHashes(of: $0, $1) }
  }
}
