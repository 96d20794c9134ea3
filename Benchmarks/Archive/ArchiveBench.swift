import FoundationEssentials
import Glibc
import Logging
import PantauCore
import PantauEngine
import PantauMatch
import PantauStore

/// What an archive costs while it grows to a million items, and when it has them.
struct ArchiveBench {
  var figures = Figures()
  private let path: String
  private let folder: String
  private let items: Int
  private let store: Store
  private var ingest: Ingest
  /// The items come evenly between these; those of the last seven days are in the index of stories.
  private let start: Date
  private let end: Date

  /// How many items the first and the last stretch measured have.
  private static let stretch = 10_000
  private static let goalMicroseconds = 40.0

  init(folder: String, items: Int, days: Double) throws {
    (self.folder, self.items) = (folder, items)
    path = folder + "/pantau.sqlite3"
    store = try Store(path: path)
    ingest = try Ingest(store)
    end = Date() - 3_600
    start = end - days * 86_400
  }

  // MARK: - Filling

  /// New items, without the full-text index; the first and the last ones beside SQLite alone.
  ///
  /// The first ones are stored in new archives too, before and behind the last ones, so that the ratio
  /// tells nothing of a machine that has become slower meanwhile. It is one of medians: stretches differ by
  /// a quarter, for the keys of all feeds are merged in the same waves, and machines have moments.
  mutating func fill() throws {
    let floor = try BareSQLite(folder + "/bare.sqlite3")
      .store(Self.stretch, inTransactionsOf: Ingest.itemsOfGroup)
    var plain = try Ingest(Store(path: folder + "/plain.sqlite3"), findsStories: false)
    while plain.stored < Self.stretch { try plain.group(at: start) }
    var first = try (0..<Self.newArchives).map { try storeFirst(inArchive: $0) }
    first.append(try store(upTo: Self.stretch))
    let stretches = min(Self.lastStretches, items / Self.stretch / 2)
    _ = try store(upTo: items - stretches * Self.stretch)
    let last = try (0..<stretches).map { _ in try store(upTo: ingest.stored + Self.stretch) }
    first += try (0..<Self.newArchives).map { try storeFirst(inArchive: Self.newArchives + $0) }
    let again = try BareSQLite(folder + "/bare-2.sqlite3")
      .store(Self.stretch, inTransactionsOf: Ingest.itemsOfGroup)
    let each = 1e6 / Double(Self.stretch)
    let (begin, end) = (Self.median(first) * each, Self.median(last) * each)
    figures.print("items a day", Double(items) / (self.end.timeIntervalSince(start) / 86_400), "")
    figures.print("SQLite alone, CPU an item", min(floor, again) * each, "µs")
    figures.print(
      "the first 10,000 items, \(first.count) times", begin, "µs", atMost: Self.goalMicroseconds)
    figures.print(
      "the last of \(items), \(last.count) times 10,000", end, "µs", atMost: Self.goalMicroseconds)
    figures.print("of the first, finding their stories", begin - plain.cpuSeconds * each, "µs")
    figures.print("the last beside the first", end / begin, "x", atMost: 1.3)
    let joined = try BareSQLite(path).number(
      "SELECT count(*) FROM items WHERE story_id IS NOT NULL")
    figures.print("items that joined a story, one in", Double(items) / Double(max(1, joined)), "")
  }

  /// How many new archives get the first items before the last ones are stored, and again behind them.
  private static let newArchives = 3
  /// How many stretches of the last items are measured.
  private static let lastStretches = 10

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// CPU seconds for the items up to a number.
  private mutating func store(upTo count: Int) throws -> Double {
    let before = ingest.cpuSeconds
    while ingest.stored < count { try ingest.group(at: time(ofItem: ingest.stored)) }
    return ingest.cpuSeconds - before
  }

  /// CPU seconds for the first items, in a new archive.
  private func storeFirst(inArchive number: Int) throws -> Double {
    var new = try Ingest(Store(path: folder + "/new-\(number).sqlite3"))
    while new.stored < Self.stretch { try new.group(at: time(ofItem: new.stored)) }
    return new.cpuSeconds
  }

  /// When an item comes.
  private func time(ofItem number: Int) -> Date {
    start + end.timeIntervalSince(start) * Double(number) / Double(items)
  }

  // MARK: - The search index

  /// The index, as the daemon fills it.
  mutating func index() throws {
    let before = Meter.cpuSeconds
    let indexer = SearchIndexer(store: store, logger: Logger(label: "bench"))
    indexer.start()
    defer { indexer.stop(within: .seconds(10)) }
    let begin = MonotonicInstant.now
    while try store.itemsBehindSearch() > 0 {
      guard MonotonicInstant.now.seconds(since: begin) < Self.longestIndexing else {
        throw BareSQLite.Fault(
          message: "the search index is not filled after \(Self.longestIndexing) s")
      }
      usleep(20_000)
    }
    figures.print(
      "full-text index, CPU an item", (Meter.cpuSeconds - before) * 1e6 / Double(items), "µs")
  }

  /// An indexer that met an error tries again and again; ten times what a million items need.
  private static let longestIndexing = 600.0

  /// How far the index falls behind while 500 items a second come.
  mutating func follow() throws {
    let indexer = SearchIndexer(store: store, logger: Logger(label: "bench"))
    indexer.start()
    defer { indexer.stop(within: .seconds(10)) }
    let look = try BareSQLite(path)
    var waiting: [(item: Int, since: MonotonicInstant)] = []
    var longest = 0.0
    let begin = MonotonicInstant.now
    for second in 0..<Self.followedSeconds {
      try ingest.group(at: end + Double(second))
      indexer.notify()
      waiting.append((ingest.stored, .now))
      while MonotonicInstant.now.seconds(since: begin) < Double(second + 1) {
        longest = max(longest, try lag(look, &waiting))
        usleep(50_000)
      }
    }
    while !waiting.isEmpty, MonotonicInstant.now.seconds(since: begin) < 120 {
      longest = max(longest, try lag(look, &waiting))
      usleep(50_000)
    }
    figures.print("500 items a second, the index is behind", longest, "s", atMost: 10)
  }

  private static let followedSeconds = 20

  /// For how long the oldest item that is not indexed waits.
  private func lag(
    _ look: BareSQLite, _ waiting: inout [(item: Int, since: MonotonicInstant)]
  ) throws -> Double {
    let watermark = try look.number("SELECT watermark FROM search_state")
    let lag = waiting.first.map { MonotonicInstant.now.seconds(since: $0.since) } ?? 0
    waiting.removeAll { $0.item <= watermark }
    return lag
  }

  // MARK: - Keys

  /// How long the writer is held by a feed that brings so many items that its keys go into the tables.
  ///
  /// Before the index is filled: searches would find enough among what waits for it.
  mutating func handOver() throws {
    let look = try BareSQLite(path)
    let before = try look.number("SELECT count(*) FROM identities")
    let holds = try ingest.polls(500, at: end).sorted()
    let keys = try look.number("SELECT count(*) FROM identities") - before
    figures.print("one feed's keys that went into the tables, 2,048 at a time", Double(keys), "")
    figures.print("its polls of 30 items hold the writer, median", holds[holds.count / 2], "ms")
    figures.print("the longest, with such keys", holds.last ?? 0, "ms", atMost: 50)
  }

  // MARK: - Size and retention

  /// Bytes an item, text and indexes.
  mutating func weigh() throws {
    let look = try BareSQLite(path)
    try look.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    let text = try look.number(
      """
      SELECT sum(length(CAST(title || summary || url || guid AS BLOB))) FROM items
      WHERE id <= 10000
      """)
    figures.print("the texts, bytes an item", Double(text) / 10_000, "B")
    figures.print(
      "the database, bytes an item", Double(Meter.bytes(of: path)) / Double(ingest.stored), "B")
  }

  /// How long steps of retention hold the writer.
  mutating func retain() throws {
    let before = start + end.timeIntervalSince(start) / 100
    var pass = RetentionPass(store, RetentionRules(itemsBefore: before))
    var holds: [Double] = []
    var isGoing = true
    while isGoing {
      let begin = MonotonicInstant.now
      isGoing = try pass.step()
      holds.append(MonotonicInstant.now.seconds(since: begin) * 1_000)
    }
    figures.print("items removed by retention", Double(pass.items), "")
    figures.print("a step of retention, median", holds.sorted()[holds.count / 2], "ms")
    figures.print("a step of retention, longest", holds.max() ?? 0, "ms", atMost: 50)
    var steps: [Double] = []
    let indexer = SearchIndexer(store: store, logger: Logger(label: "bench"))
    while try store.searchBacklog() > 0 { _ = try indexer.step { steps.append($0 * 1_000) } }
    figures.print(
      "the index takes them out, 99 of 100 steps within", steps.sorted()[steps.count * 99 / 100],
      "ms", atMost: 50)
    figures.print("the index takes them out, longest step", steps.max() ?? 0, "ms", atMost: 50)
  }
}
