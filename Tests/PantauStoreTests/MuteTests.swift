import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauStore

@Suite("Mutes")
struct MuteTests {
  private func mute(_ keyword: String, until: Date = noon + 60, by author: String = "humas") -> Mute
  {
    Mute(keyword: keyword, since: noon, until: until, author: author, reason: "pawai")
  }

  /// Raises one alert of a keyword and gives the channels it went to.
  private func raise(
    _ id: String, _ keywords: [String], _ home: TemporaryStore, at now: Date
  ) throws -> (muted: [Bool], channels: Set<String>) {
    let feed = try #require(
      try home.store.activate([FeedEntry(url: "https://example.org/rss")]).first)
    let change = ItemChange.new(
      Item(guid: id), keys(UInt8(id) ?? 0), draft(id, keywords: keywords))
    let summary = try home.store.commit([record(feed, [change])], now: now)
    return (summary.alerts.map(\.muted), summary.channels)
  }

  @Test("a muted keyword's alert is logged as muted, names its mute, and goes nowhere")
  func silences() throws {
    let home = try TemporaryStore()
    try home.store.mute(mute("Bontang"))
    let muted = try raise("1", ["Bontang"], home, at: noon)
    #expect(muted.muted == [true] && muted.channels.isEmpty)
    #expect(try home.store.alerts(AlertFilter()).count == 1)
    #expect(try home.store.waitingCounts().isEmpty)
    let reason = try home.store.read { db in
      try String.fetchOne(
        db, sql: "SELECT m.reason FROM alerts a JOIN mutes m ON m.id = a.mute_id")
    }
    #expect(reason == "pawai")
    let other = try raise("2", ["Bontang", "PBB"], home, at: noon)
    #expect(other.muted == [false] && other.channels == ["stdout"])
  }

  @Test("a mute ends by itself at its time, and sooner on request")
  func ends() throws {
    let home = try TemporaryStore()
    try home.store.mute(mute("Bontang"))
    #expect(try raise("1", ["Bontang"], home, at: noon + 59.999).muted == [true])
    #expect(try raise("2", ["Bontang"], home, at: noon + 60).muted == [false])
    try home.store.mute(mute("Bontang"))
    #expect(try home.store.unmute("Bontang", now: noon + 10))
    #expect(try home.store.unmute("Bontang", now: noon + 10) == false)
    #expect(try raise("3", ["Bontang"], home, at: noon + 10).muted == [false])
  }

  @Test("muting anew replaces the old mute; the list shows those in force")
  func replaces() throws {
    let home = try TemporaryStore()
    try home.store.mute(mute("Bontang", until: noon + 600))
    try home.store.mute(mute("PBB", until: noon + 30))
    try home.store.mute(mute("Bontang", until: noon + 60, by: "piket"))
    #expect(try home.store.mutes(at: noon).map(\.keyword) == ["PBB", "Bontang"])
    #expect(try home.store.mutes(at: noon).map(\.author) == ["humas", "piket"])
    #expect(try home.store.mutes(at: noon + 30).map(\.keyword) == ["Bontang"])
  }
}
