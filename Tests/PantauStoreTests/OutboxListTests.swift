import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("The outbox by hand")
struct OutboxListTests {
  private func home() throws -> TemporaryStore {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let changes = (1...4).map {
      ItemChange.new(
        Item(), keys(UInt8($0), link: Int64($0), title: Int64($0), text: Int64($0)),
        draft("\($0)A", keywords: ["Bontang"], channels: ["a", "b"]))
    }
    _ = try home.store.commit([record(feed, changes)], now: noon)
    let messages = try home.store.waiting(for: "a", limit: 9)
    try home.store.record(
      [
        (messages[0].id, .delivered, noon + 5),
        (messages[1].id, .dead("no answer for 75 h"), noon + 5),
        (messages[2].id, .failed("answered 503", retryAt: noon + 30), noon + 5),
      ])
    return home
  }

  @Test("messages are listed by state, channel, id and number")
  func list() throws {
    let home = try home()
    func list(_ filter: DeliveryFilter) throws -> [String] {
      try home.store.deliveries(filter).map { "\($0.messageID) \($0.channel) \($0.state)" }
    }
    #expect(try list(DeliveryFilter()).count == 8)
    #expect(try list(DeliveryFilter(channel: "a", states: [.dead])) == ["2A a dead"])
    #expect(
      try list(DeliveryFilter(channel: "a", states: [.waiting]))
        == ["3A a waiting", "4A a waiting"])
    #expect(try list(DeliveryFilter(id: "1A")) == ["1A a delivered", "1A b waiting"])
    #expect(try list(DeliveryFilter(limit: 1)) == ["4A b waiting"])
    #expect(try list(DeliveryFilter(since: noon + 1)).isEmpty)
    let dead = try #require(try home.store.deliveries(DeliveryFilter(states: [.dead])).first)
    #expect(dead.problem == "no answer for 75 h")
    #expect(try list(DeliveryFilter(id: "\(dead.id)")) == ["2A a dead"])
  }

  @Test("retry sends dead and waiting ones again, in their old place, counted afresh")
  func retry() throws {
    let home = try home()
    #expect(try home.store.retryDeliveries(DeliveryFilter(channel: "a")) == ["a": 3])
    let waiting = try home.store.waiting(for: "a", limit: 9)
    #expect(waiting.map(\.messageID) == ["2A", "3A", "4A"])
    #expect(waiting.allSatisfy { $0.attempts == 0 && $0.nextAttempt == nil })
    #expect(try home.store.retryDeliveries(DeliveryFilter(states: [.delivered])) == [:])
  }

  @Test("drop takes waiting and dead ones out and leaves delivered ones")
  func drop() throws {
    let home = try home()
    #expect(try home.store.dropDeliveries(DeliveryFilter(id: "2A")) == ["a": 1, "b": 1])
    #expect(try home.store.dropDeliveries(DeliveryFilter()) == ["a": 2, "b": 3])
    #expect(try home.store.waitingCounts().isEmpty)
    #expect(try home.store.deliveries(DeliveryFilter(states: [.delivered])).count == 1)
  }

  @Test("an attempt that ends after its message was dropped leaves it dropped")
  func dropDuringAttempt() throws {
    let home = try home()
    let message = try #require(try home.store.waiting(for: "b", limit: 1).first)
    _ = try home.store.dropDeliveries(DeliveryFilter(channel: "b"))
    try home.store.record([(message.id, .failed("late", retryAt: noon), noon)])
    #expect(try home.store.waitingCounts() == ["a": 2])
  }

  @Test("a notice waits in the outbox like an alert and stands in no alert log")
  func notice() throws {
    let home = try home()
    let notice = Notice(
      id: "N", type: "feed.failing", time: noon, object: #"{"text":"Kaltim Kini gives 500"}"#)
    try home.store.announce(notice, to: ["c"])
    let message = try #require(try home.store.waiting(for: "c", limit: 9).first)
    #expect(message.messageID == "N")
    #expect(message.type == "feed.failing")
    #expect(message.object == notice.object)
    #expect(try home.store.alerts(AlertFilter()).count == 4)
    #expect(try home.store.deliveries(DeliveryFilter(id: "N")).map(\.type) == ["feed.failing"])
  }

  @Test("a database of the first schema keeps its outbox")
  func migration() throws {
    let home = try TemporaryStore()
    let path = home.folder + "/old.sqlite3"
    try Migrations.makeFirstSchema(path)
    let store = try Store(path: path)
    let waiting = try store.waiting(for: "c", limit: 9)
    #expect(waiting.map(\.messageID) == ["A1"])
    #expect(waiting.map(\.attempts) == [2])
    #expect(waiting.map(\.refusals) == [0])
  }
}

extension Migrations {
  /// A database as the first schema left it, with one message that was tried twice.
  static func makeFirstSchema(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try migrator.migrate(queue, upTo: "1")
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO feeds (id, url) VALUES (1, 'https://example.org/rss');
          INSERT INTO items (id, feed_id, seen_ms) VALUES (1, 1, 0);
          INSERT INTO alerts (id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted,
            object) VALUES ('A1', 1, 1, 1, 0, 'normal', 0, 0, '{}');
          INSERT INTO deliveries (alert_seq, channel, state, created_ms, attempts)
            VALUES (1, 'c', 'waiting', 0, 2);
          """)
    }
  }
}
