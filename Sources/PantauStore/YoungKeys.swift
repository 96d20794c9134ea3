import PantauCore

/// What an item is known by, not in the tables `identities` and `aliases` yet.
struct YoungKey: Equatable {
  var feed: Int64
  var item: Int64
  /// When its feed showed it, in days since 1970.
  var day: Int32
  /// Whether it goes into `identities` too; what was only recognised by its aliases does not.
  var hasIdentity = true
  var keys: ItemKeys
}

/// The keys that came last, by feed, until they leave memory many at once.
///
/// A feed's keys are few: they are looked through one by one, the latest last.
struct YoungKeys {
  private struct Feed {
    var keys: [YoungKey] = []
    /// The row of `young_keys` that holds the first of them.
    var row: Int64

    mutating func append(_ key: YoungKey) {
      // Doubling would leave a third of the memory unused.
      if keys.count == keys.capacity { keys.reserveCapacity(keys.count + 8) }
      keys.append(key)
    }
  }

  private var feeds: [Int64: Feed] = [:]
  /// Feeds in the order in which they got the first of their keys; one that lost them since, or got
  /// others, stands here with an old row.
  private var line: ArraySlice<(feed: Int64, row: Int64)> = []
  /// How many keys there are.
  private(set) var count = 0

  /// Of one feed no more are kept: a poll looks through them for each of its items.
  private static let maxOfFeed = 512
  /// So many of one feed at once are a run by themselves: staying first, they would be written twice.
  private static let leastRun = 16

  /// The keys of a feed, the latest last.
  func keys(ofFeed feed: Int64) -> [YoungKey] { feeds[feed]?.keys ?? [] }

  /// The first row of `young_keys` that is needed once these feeds have lost their keys; nil where
  /// none is.
  func firstRow(without gone: Set<Int64>) -> Int64? {
    line.first { feeds[$0.feed]?.row == $0.row && !gone.contains($0.feed) }?.row
  }

  /// Adds keys that a row of `young_keys` holds; rows come in ascending order.
  mutating func add(_ keys: some Sequence<YoungKey>, row: Int64) {
    for key in keys {
      if feeds[key.feed] == nil { line.append((key.feed, row)) }
      feeds[key.feed, default: Feed(row: row)].append(key)
      count += 1
    }
  }

  /// Forgets the keys of feeds, which are in ``KeyRuns`` now.
  mutating func remove(_ gone: some Sequence<Int64>) {
    for feed in gone { count -= feeds.removeValue(forKey: feed)?.keys.count ?? 0 }
    line = line.drop { feeds[$0.feed]?.row != $0.row }
  }

  /// The feeds whose keys are to leave memory, so that no more than `limit` are left.
  ///
  /// Those whose first key came first; and any that has too many, or gets many at once.
  ///
  /// - Parameters:
  ///   - added: the keys that are about to come.
  ///   - limit: how many may stay.
  ///   - most: about how many may go: after a restart those are here too that went before.
  /// - Returns: the feeds.
  func overdue(adding added: [YoungKey], limit: Int, atMost most: Int) -> Set<Int64> {
    var overdue: Set<Int64> = []
    var counts: [Int64: Int] = [:]
    for key in added { counts[key.feed, default: 0] += 1 }
    for (feed, count) in counts
    where count >= Self.leastRun || (feeds[feed]?.keys.count ?? 0) + count > Self.maxOfFeed {
      overdue.insert(feed)
    }
    var excess = min(count + added.count - limit, most)
    for feed in overdue { excess -= feeds[feed]?.keys.count ?? 0 }
    for (feed, row) in line where feeds[feed]?.row == row {
      guard excess > 0 else { break }
      if overdue.insert(feed).inserted { excess -= feeds[feed]?.keys.count ?? 0 }
    }
    return overdue
  }
}

extension RandomAccessCollection<YoungKey> {
  // By places: a search by elements would copy each of them.

  /// The latest key under an identity.
  func latest(_ identity: Key128) -> YoungKey? {
    indices.last { self[$0].keys.identity == identity && self[$0].hasIdentity }.map { self[$0] }
  }

  /// The keys under an alias, the latest last.
  func known(by alias: Key128) -> [YoungKey] {
    indices.filter { self[$0].keys.aliases.contains(alias) }.map { self[$0] }
  }
}

extension ItemAliases {
  /// Whether one of them is this.
  func contains(_ alias: Key128) -> Bool {
    text == alias || link == alias || path == alias
  }
}
