import Foundation
import Logging
import PantauCore
import PantauStore
import Synchronization
import Testing

@testable import PantauDeliver

/// A real store with one feed, in a folder of its own that goes with it.
final class DeliveryHome: Sendable {
  let folder: String
  let store: Store
  private let feed: StoredFeed
  private let count = Atomic(0)

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/pantau-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try Store(path: folder + "/pantau.sqlite3")
    feed = try store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim Kini")])[0]
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Raises alerts with the ids `A1`, `A2`, … as the daemon's writer does.
  func raise(
    _ number: Int, for channels: [String], severity: Severity = .normal, at time: Date = noon
  ) throws {
    let changes = (0..<number).map { _ in
      let n = count.add(1, ordering: .relaxed).newValue
      let draft = AlertDraft(
        id: "A\(n)", time: time, seen: time,
        raised: [
          RaisedKeyword(
            match: KeywordMatch(
              keyword: "Bontang", field: .title, text: "Bontang", excerpt: "[Bontang]"),
            severity: severity, channels: channels)
        ], feed: AlertFeed(name: "Kaltim Kini", url: "https://example.org/rss", group: nil),
        old: false)
      let bytes = [UInt8(truncatingIfNeeded: n), UInt8(truncatingIfNeeded: n >> 8)]
      let keys = ItemKeys(
        identity: Key128(bytes), link: Int64(n), title: Int64(n),
        text: Int64(n))
      return ItemChange.new(Item(guid: "\(n)", title: "Banjir di Bontang \(n)"), keys, draft)
    }
    var record = PollRecord(
      feedID: feed.id, health: PollHealth(polledAt: noon, status: 200), rhythm: [],
      nextDue: noon + 600)
    record.changes = changes
    _ = try store.commit([record], now: time)
  }
}

let noon = Date(millisecondsSince1970: 1_795_406_400_000)

let quietLog = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A wall clock that moves by hand.
final class HandClock: Sendable {
  private let time = Mutex(noon)
  var now: Date { time.withLock { $0 } }
  func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
  func set(_ date: Date) { time.withLock { $0 = date } }
}

/// A receiver that answers by a rule and remembers what it got.
final class ScriptedSender: DeliverySender {
  let recordedTogether: Int
  let summarizesAbove: Int?
  let maxDigestBytes: Int?
  private let rule: @Sendable (OutgoingMessage, Int) -> SendResult
  private let seen = Mutex<[OutgoingMessage]>([])

  init(
    recordedTogether: Int = 1, summarizesAbove: Int? = nil, maxDigestBytes: Int? = nil,
    _ rule: @escaping @Sendable (_ message: OutgoingMessage, _ attempt: Int) -> SendResult = {
      _, _ in .delivered
    }
  ) {
    self.recordedTogether = recordedTogether
    self.summarizesAbove = summarizesAbove
    self.maxDigestBytes = maxDigestBytes
    self.rule = rule
  }

  /// The ids of all attempts in order.
  var attempts: [String] { messages.map(\.id) }

  /// All attempts in order.
  var messages: [OutgoingMessage] { seen.withLock { $0 } }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let attempt = seen.withLock { seen in
      seen.append(message)
      return seen.count
    }
    return rule(message, attempt)
  }
}

/// Chance that repeats.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// An alert with everything in it.
func sampleAlert(title: String? = "Walikota Bontang Diundang PBB ke Korea") -> Alert {
  let item = Item(
    guid: "g1", url: "https://example.org/berita/1", title: title,
    summary: "Walikota berangkat pekan depan.", published: noon)
  return Alert(
    id: "01K0000000000000000000000A", time: noon + 306.789, severity: .high,
    keywords: ["Bontang", "PBB"],
    matches: [
      KeywordMatch(keyword: "Bontang", field: .title, text: "Bontang", excerpt: "[Bontang]"),
      KeywordMatch(
        keyword: "PBB", field: .content, text: "PBB", excerpt: "… diundang [PBB] ke Korea …",
        meaning: "UN", because: ["Korea"]),
    ], item: AlertItem(id: 7, item),
    feed: AlertFeed(name: "Kaltim Kini", url: "https://example.org/rss", group: "kaltim"),
    story: AlertStory(id: 7, copies: 1, sources: ["Kaltim Kini"]), seen: noon + 306.5)
}

/// Makes links, so much longer than usual ones.
func sampleLinks(longer letters: Int = 0) throws -> AcknowledgementLink {
  let path = letters == 0 ? "" : "/" + String(repeating: "p", count: letters - 1)
  return try #require(
    AcknowledgementLink(
      publicURL: "https://pantau.example.org" + path, key: [UInt8](repeating: 1, count: 32)))
}

let makassarText = AlertText(isColoured: false) { _ in 8 * 3_600 }
