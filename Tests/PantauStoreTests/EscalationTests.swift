import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Alerts that somebody must see")
struct EscalationTests {
  private func raise(
    _ home: TemporaryStore, _ id: String, severity: Severity = .high,
    channels: [String] = ["meja"]
  ) throws {
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    var draft = draft(id, keywords: ["Bontang"], channels: channels)
    draft.raised[0].severity = severity
    draft.escalations = [Escalation(channel: "meja", wait: .seconds(900), next: "piket")]
    let change = ItemChange.new(Item(guid: id, title: "Banjir"), keys(UInt8(id) ?? 9), draft)
    _ = try home.store.commit([record(feed, [change])], now: noon)
  }

  private func escalate(_ home: TemporaryStore, at now: Date) throws -> Set<String> {
    var generator = SystemRandomNumberGenerator()
    return try home.store.escalate(dueAt: now, using: &generator)
  }

  @Test("an alert that nobody acknowledges goes on once, marked, also after a restart")
  func goesOn() throws {
    let home = try TemporaryStore()
    try raise(home, "1")
    #expect(try home.store.nextEscalation() == noon + 900)
    #expect(try escalate(home, at: noon + 899) == [])
    let again = try Store(path: home.path)
    var generator = SystemRandomNumberGenerator()
    #expect(try again.escalate(dueAt: noon + 900, using: &generator) == ["piket"])
    #expect(try escalate(home, at: noon + 2_000) == [])
    #expect(try home.store.nextEscalation() == nil)
    let message = try #require(try home.store.waiting(for: "piket", limit: 9).first)
    #expect(message.type == "alert.escalated")
    #expect(message.urgency == .immediate)
    #expect(message.messageID != "1")
    let node = try JSONReader.read(Array(message.object.utf8))
    #expect(node["id"]?.string == "1")
    #expect(node["escalation"]?["channel"]?.string == "meja")
    #expect(node["escalation"]?["waitedSeconds"]?.int == 900)
  }

  @Test("an acknowledged one stays; who was first is kept and shown in the log")
  func acknowledged() throws {
    let home = try TemporaryStore()
    try raise(home, "1")
    let first = Acknowledgement(time: noon + 10, author: "humas", note: "dihubungi")
    #expect(try home.store.acknowledge("1", first) == .done)
    let second = Acknowledgement(time: noon + 20, author: "piket")
    #expect(try home.store.acknowledge("1", second) == .already(first))
    #expect(try home.store.acknowledge("2", second) == .unknown)
    #expect(try home.store.nextEscalation() == nil)
    #expect(try escalate(home, at: noon + 9_000) == [])
    #expect(try home.store.alerts(AlertFilter()).map(\.acknowledgement) == [first])
  }

  @Test("alerts of lower severity and those of other channels do not go on")
  func others() throws {
    let home = try TemporaryStore()
    try raise(home, "1", severity: .normal)
    try raise(home, "2", channels: ["lain"])
    #expect(try home.store.nextEscalation() == nil)
  }
}

@Suite("What becomes of an alert's story")
struct AlertUpdateTests {
  @Test("a changed text is told to the channels that ask, under an id of its own")
  func version() throws {
    let home = try TemporaryStore()
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    func asking(_ id: String, _ keywords: [String]) -> AlertDraft {
      var draft = draft(id, keywords: keywords)
      for index in draft.raised.indices {
        draft.raised[index].eventChannels = [Alert.updated: ["arsip"]]
      }
      draft.updateID = "U" + id
      return draft
    }
    let first = try home.store.commit(
      [record(feed, [.new(Item(guid: "g", title: "Bontang"), keys(1), asking("A", ["Bontang"]))])],
      now: noon)
    #expect(first.channels == ["stdout"])
    let item = try #require(first.alerts.first?.item.id)
    let second = try home.store.commit(
      [
        record(
          feed,
          [
            .changed(
              item, Item(guid: "g", title: "Bontang, diralat"), keys(1, title: 2),
              asking("B", ["Bontang"]))
          ])
      ], now: noon + 60)
    #expect(second.alerts.isEmpty)
    #expect(second.channels == ["arsip"])
    let told = try #require(try home.store.waiting(for: "arsip", limit: 9).first)
    #expect(told.type == "alert.updated")
    #expect(told.messageID == "UB")
    let alert = try #require(Alert(json: try JSONReader.read(Array(told.object.utf8))))
    #expect(alert.id == "A")
    #expect(alert.type == "alert.updated")
    #expect(alert.item.title == "Bontang, diralat")
  }

  @Test("what has no alert is not told of")
  func silent() throws {
    let home = try TemporaryStore()
    let told = try home.store.write { db in
      try AlertStatements(db).tellUpdate(of: 1, id: "U", to: ["a"], noon) { _ in }
    }
    #expect(!told)
  }
}
