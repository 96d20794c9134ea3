import FoundationEssentials
import GRDB
import PantauCore
import PantauStories

/// Where an item belongs: to a story of the archive, or to one that it begins.
struct StoryPlace {
  /// The number of the story's first item.
  var story: Int64
  /// What it is to the copy it was found by; nil where it is the first of its story.
  var verdict: StoryVerdict?

  /// Whether it finds copies that the item does not find which it is a copy of.
  var findsMore: Bool {
    verdict.map { !$0.isCopy || $0.likeness < Self.likenessOfRepetition } ?? true
  }
  private static let likenessOfRepetition = 0.9
}

/// An item beside its candidates; made ready for comparison at the first that is no mere repetition.
private struct Newcomer {
  private let item: Item
  private lazy var comparison = StoryComparison(item)

  init(_ item: Item) { self.item = item }

  mutating func verdict(on other: Item, isSameFeed: Bool) -> StoryVerdict? {
    isRepeated(by: other)
      ? StoryVerdict(likeness: 1, isCopy: true)
      : comparison.verdict(on: other, isSameFeed: isSameFeed)
  }

  /// Whether the other one has the very same words: feeds of one publisher show an article each.
  private func isRepeated(by other: Item) -> Bool {
    guard let summary = item.summary, !summary.isEmpty else { return false }
    return item.title == other.title && summary == other.summary && item.content == other.content
  }
}

/// The statements that find out which items tell one story.
///
/// In the one writer's transaction, so that of two copies that come at the same time, in one group
/// or read by two threads, the second finds the first.
struct StoryStatements {
  private let db: Database
  private let now: Date
  private let selectCandidate: PreparedStatement
  private let setStory: PreparedStatement
  private let selectSources: Statement
  private let selectStory: Statement

  /// How long a story takes copies in, from each of its items on.
  static let window: TimeInterval = 7 * 86_400
  /// How many candidates' texts are compared at most.
  private static let maxCompared = 6

  init(_ db: Database, now: Date) throws {
    self.db = db
    self.now = now
    selectCandidate = try PreparedStatement(
      db,
      """
      SELECT feed_id, story_id, title, summary, content FROM items WHERE id = ? AND seen_ms >= ?
      """)
    setStory = try PreparedStatement(
      db, "UPDATE items SET story_id = ?, likeness = ? WHERE id = ?")
    selectSources = try db.cachedStatement(
      sql: """
        SELECT f.url, f.name, f.title, f.feed_group FROM (
          SELECT id, feed_id, seen_ms FROM items WHERE id = ?1
          UNION ALL SELECT id, feed_id, seen_ms FROM items WHERE story_id = ?1) i
        JOIN feeds f ON f.id = i.feed_id ORDER BY i.seen_ms, i.id
        """)
    selectStory = try db.cachedStatement(sql: "SELECT story_id FROM items WHERE id = ?")
  }

  // MARK: - Finding

  /// Finds the story of an item that was just stored, and notes it.
  func place(
    _ id: Int64, _ item: Item, _ print: StoryPrint, feedID: Int64, seen: Date,
    _ index: inout StoryIndex, _ added: inout [StoryIndex.Member]
  ) throws -> StoryPlace {
    var place = StoryPlace(story: id)
    let candidates = index.candidates(print.probes, limit: Self.maxCompared)
    if !candidates.isEmpty {
      var newcomer = Newcomer(item)
      for candidate in candidates where candidate.item != id {
        guard let found = try compare(&newcomer, candidate.item, feedID: feedID, seen) else {
          continue
        }
        // An update of one is a copy of another where a feed was faster.
        if place.verdict == nil || found.verdict?.isCopy == true { place = found }
        if place.verdict?.isCopy == true { break }
      }
      if let verdict = place.verdict {
        try setStory.run { row in
          row.bind(place.story)
          row.bind(verdict.likeness)
          row.bind(id)
        }
      }
    }
    if place.findsMore, !print.keys.isEmpty {
      let member = StoryIndex.Member(item: id, seen: seen, keys: print.keys)
      index.add(member)
      added.append(member)
    }
    return place
  }

  private func compare(
    _ newcomer: inout Newcomer, _ candidate: Int64, feedID: Int64, _ seen: Date
  ) throws -> StoryPlace? {
    guard let found = try item(candidate, seenSince: seen - Self.window),
      let verdict = newcomer.verdict(on: found.item, isSameFeed: found.feed == feedID)
    else { return nil }
    // Copies of copies drift; each has to be one of the first item as well, as far as that is kept.
    if let story = found.story, let first = try item(story, seenSince: .distantPast),
      newcomer.verdict(on: first.item, isSameFeed: first.feed == feedID) == nil
    {
      return nil
    }
    return StoryPlace(story: found.story ?? candidate, verdict: verdict)
  }

  private func item(
    _ id: Int64, seenSince oldest: Date
  ) throws -> (item: Item, feed: Int64, story: Int64?)? {
    try selectCandidate.first { row in
      row.bind(id)
      row.bind(oldest)
    } _: { row in
      let (summary, story) = (row.text(3), row.integer(1))
      let item = Item(title: row.text(2), summary: summary, content: row.text(4) ?? summary)
      return (item, row.integer(0), story == 0 ? nil : story)
    }
  }

  /// The story that a stored item belongs to.
  func story(of id: Int64) throws -> Int64 {
    try Int64.fetchOne(selectStory, arguments: [id]) ?? id
  }

  /// A story as alerts show it: who had it, the first seen first; by the primary key and the index
  /// `items_by_story`.
  func summary(of story: Int64) throws -> AlertStory {
    let names = try Row.fetchAll(selectSources, arguments: [story]).map {
      ArchivedFeed(url: $0[0], name: $0[1], title: $0[2], group: $0[3]).displayName
    }
    var sources: [String] = []
    for name in names where !sources.contains(name) { sources.append(name) }
    return AlertStory(id: story, copies: max(1, names.count), sources: sources)
  }

  // MARK: - Keeping

  /// Takes rows of the table in that are not in the index yet: all at the first write.
  func catchUp(_ index: inout StoryIndex) throws {
    let oldest = now - Self.window
    let select = try db.cachedStatement(
      sql: "SELECT id, entries FROM story_keys WHERE id > ? AND seen_ms >= ? ORDER BY id")
    if index.count == 0 { index.reserve(try storedMembers(since: oldest)) }
    let rows = try Row.fetchCursor(select, arguments: [index.loadedRow, oldest.column])
    while let row = try rows.next() {
      index.loadedRow = row[0]
      StoryIndex.Member.forEach(in: row[1]) { index.add($0) }
    }
    index.expire(before: UInt32(clamping: Int(oldest.timeIntervalSince1970)))
  }

  /// How many items the table holds since an instant; by its leaves, the blobs are not read.
  private func storedMembers(since oldest: Date) throws -> Int {
    let select = try db.cachedStatement(
      sql: "SELECT coalesce(sum(length(entries)), 0) FROM story_keys WHERE seen_ms >= ?")
    let bytes = try Int.fetchOne(select, arguments: [oldest.column]) ?? 0
    return bytes / StoryIndex.Member.size
  }

  /// Writes a group's items as one row, and removes a few rows that are too old.
  func keep(_ added: [StoryIndex.Member], _ index: inout StoryIndex) throws {
    guard !added.isEmpty else { return }
    var entries: [UInt8] = []
    entries.reserveCapacity(added.count * StoryIndex.Member.size)
    for member in added { member.write(to: &entries) }
    let insert = try PreparedStatement(
      db, "INSERT INTO story_keys (seen_ms, entries) VALUES (?, ?)")
    try insert.run { row in
      row.bind(now)
      row.bind(entries)
    }
    index.loadedRow = db.lastInsertedRowID
    let prune = try db.cachedStatement(
      sql: """
        DELETE FROM story_keys WHERE seen_ms < ? AND id IN
          (SELECT id FROM story_keys ORDER BY id LIMIT 4)
        """)
    try prune.execute(arguments: [(now - Self.window).column])
  }
}
