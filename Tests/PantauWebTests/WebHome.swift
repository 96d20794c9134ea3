import Foundation
import Logging
import PantauCore
import PantauDeliver
import PantauStore
import PantauTestSupport
import Synchronization

@testable import PantauWeb

let noon = Date(millisecondsSince1970: 1_795_406_400_000)

/// A real archive with one feed, and the site over it.
final class WebHome: Sendable {
  let store: Store
  private let folder: TemporaryFolder
  private let archive: Store
  private let feed: StoredFeed
  private let count = Atomic(0)
  private let problem = Mutex<String?>(nil)

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.file("pantau.sqlite3")
    store = try Store(path: path)
    feed = try store.activate([FeedEntry(url: "https://example.org/rss", name: "Kaltim <Kini>")])[0]
    archive = try Store(readingFrom: path)
  }

  static let links = AcknowledgementLink(
    publicURL: "https://pantau.example.org", key: [UInt8](repeating: 7, count: 32))

  func site(
    host: String = "127.0.0.1", publicURL: String? = nil,
    links: AcknowledgementLink? = WebHome.links,
    now: Date = noon + 60
  ) -> AlertSite {
    AlertSite(
      settings: AlertSite.Settings(
        host: host, publicURL: publicURL, links: links,
        date: { text in DurationText.parse(text).map { now - $0.inSeconds } },
        secondsEast: { _ in 8 * 3_600 }, clock: { now }),
      archive: archive, writing: store,
      daemon: AlertSite.Daemon(
        problem: { self.problem.withLock { $0 } },
        metrics: { () throws(StoreError) in "pantau_deliveries 1\n" }),
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  func fail(_ reason: String?) { problem.withLock { $0 = reason } }

  /// The id of the alert of a number, a ULID.
  static func id(_ number: Int) -> String { "01KATX3V8Z6G4C1Q2M5N7P9R" + String(number + 10) }

  /// Raises an alert; the first has the number 1.
  @discardableResult
  func raise(
    _ title: String = "Banjir di Bontang", keyword: String = "Bontang", url: String? = nil,
    severity: Severity = .normal, field: ItemField = .title,
    excerpt: String = "Banjir di [Bontang]", at time: Date = noon
  ) throws -> String {
    let number = count.add(1, ordering: .relaxed).newValue
    let id = Self.id(number)
    var draft = AlertDraft(
      id: id, time: time, seen: time,
      raised: [
        RaisedKeyword(
          match: KeywordMatch(keyword: keyword, field: field, text: keyword, excerpt: excerpt),
          severity: severity, channels: ["meja"])
      ], feed: AlertFeed(name: "Kaltim <Kini>", url: "https://example.org/rss", group: nil),
      old: false)
    draft.escalations = [Escalation(channel: "meja", wait: .seconds(900), next: "piket")]
    let keys = ItemKeys(
      identity: Key128([UInt8(truncatingIfNeeded: number)]), link: Int64(number),
      title: Int64(number), text: Int64(number))
    let item = Item(
      guid: "\(number)", url: url ?? "https://kabar.example/\(number)", title: title,
      published: time - 90)
    var record = PollRecord(
      feedID: feed.id, health: PollHealth(polledAt: time, status: 200), rhythm: [],
      nextDue: time + 600)
    record.changes = [.new(item, keys, draft)]
    _ = try store.commit([record], now: time)
    return id
  }
}

extension AlertSite {
  /// The answer to a GET, or another method.
  func get(_ target: String, method: String = "GET", host: String? = "localhost") -> PageResponse {
    let mark = target.firstIndex(of: "?") ?? target.endIndex
    return response(
      to: PageRequest(
        method: method,
        path: target[..<mark].split(separator: "/").map { FormText.decoded($0) },
        query: FormText.pairs(target[mark...].dropFirst()), host: host))
  }
}

extension PageResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
