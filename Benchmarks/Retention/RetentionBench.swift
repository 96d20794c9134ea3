// Measures how long retention and the search index hold the writer, on an archive made for it. Run by
// scripts/bench-retention.
//
//   pantau-bench-retention FOLDER [ITEMS]      50,000 unless said otherwise

import Foundation
import PantauCore
import PantauMatch
import PantauStore

/// The times of one kind of step, in milliseconds.
struct Steps {
  private var times: [Double] = []

  mutating func measure<Value>(_ body: () throws -> Value) rethrows -> Value {
    let start = MonotonicInstant.now
    defer { times.append(MonotonicInstant.now.seconds(since: start) * 1_000) }
    return try body()
  }

  /// Prints the figures; whether the longest but one in a hundred is within the limit.
  func report(_ what: String, limit: Double) -> Bool {
    let sorted = times.sorted()
    guard let longest = sorted.last else { return false }
    let high = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    let passes = high <= limit
    func text(_ value: Double) -> String { String(format: "%.1f", value) }
    print(
      "  \(passes ? "pass" : "FAIL")  \(what): \(sorted.count) steps, median "
        + "\(text(sorted[sorted.count / 2])) ms, 99 in 100 within \(text(high)) ms "
        + "(at most \(text(limit))), longest \(text(longest)) ms")
    return passes
  }
}

@main
enum RetentionBench {
  private static let words = [
    "air", "banjir", "dermaga", "harga", "jalan", "kapal", "laut", "pasar", "petugas", "rapat",
    "sekolah", "warga", "Bontang", "Samarinda", "pelabuhan", "gubernur",
  ]

  static func main() throws {
    let arguments = CommandLine.arguments
    let count = arguments.count > 2 ? Int(arguments[2]) ?? 50_000 : 50_000
    let store = try Store(path: arguments[1] + "/pantau.sqlite3")
    try fill(store, count)
    var indexing = Steps()
    while try !indexing.measure({ try index(store) }) {}
    var removing = Steps()
    var pass = RetentionPass(store, RetentionRules(itemsBefore: Date()))
    while try removing.measure({ try pass.step() }) {}
    var clearing = Steps()
    while try !clearing.measure({ try index(store) }) {}
    print("\(count) items, \(pass.items) removed")
    let results = [
      removing.report("retention, 50 items a step", limit: 50),
      indexing.report("search index filled, 100 items a step", limit: 50),
      clearing.report("search index cleared, 100 items a step", limit: 50),
    ]
    exit(results.contains(false) ? 1 : 0)
  }

  private static func index(_ store: Store) throws -> Bool {
    try store.indexForSearch(atMost: 100) { SearchText(MatchInput($0), &$1) }.isIdle
  }

  private static func fill(_ store: Store, _ count: Int) throws {
    guard
      let feed = try store.activate([FeedEntry(url: "https://kabar.example/rss", name: "Kabar")])
        .first
    else { return }
    var random = SplitMix64(seed: 5)
    for start in stride(from: 0, to: count, by: 500) {
      var record = PollRecord(
        feedID: feed.id, health: PollHealth(polledAt: Date() - 86_400, status: 200), rhythm: [],
        nextDue: nil)
      record.changes = (start..<min(start + 500, count)).map { number in
        let text = (0..<300).map { _ in words[Int.random(in: 0..<words.count, using: &random)] }
        let key = withUnsafeBytes(of: number) { Array($0) }
        return .new(
          Item(
            guid: "\(number)", title: "Kabar \(number)", summary: text.joined(separator: " ")),
          ItemKeys(identity: Key128(key), link: Int64(number), title: 1, text: 1), nil)
      }
      _ = try store.commit([record], now: Date() - 86_400)
    }
  }
}
