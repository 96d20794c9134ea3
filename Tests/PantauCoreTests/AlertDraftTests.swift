import FoundationEssentials
import PantauCore
import Testing

@Suite("What an item raises")
struct AlertDraftTests {
  @Test("a keyword with several senses found is named once, each sense has its entry")
  func senses() throws {
    let raised = ["UN", "tax"].map { meaning in
      RaisedKeyword(
        match: KeywordMatch(
          keyword: "PBB", field: .content, text: "PBB", excerpt: "[PBB]", meaning: meaning),
        severity: .normal, channels: ["stdout"])
    }
    let draft = AlertDraft(
      id: "01K", time: Date(timeIntervalSince1970: 1), seen: Date(timeIntervalSince1970: 0),
      raised: raised, feed: AlertFeed(name: "Kaltim", url: "https://contoh.id/rss", group: nil),
      old: false)
    let item = AlertItem(id: 1, Item(guid: "x"))
    let alert = try #require(draft.alert(for: item, in: AlertStory(id: 1, copies: 1, sources: [])))
    #expect(alert.alert.keywords == ["PBB"])
    #expect(alert.alert.matches.map(\.meaning) == ["UN", "tax"])
    #expect(alert.channels == ["stdout"])
  }

  private func draft(_ raised: [RaisedKeyword]) -> AlertDraft {
    AlertDraft(
      id: "01K", time: Date(timeIntervalSince1970: 1), seen: Date(timeIntervalSince1970: 0),
      raised: raised, feed: AlertFeed(name: "Kaltim", url: "https://contoh.id/rss", group: nil),
      old: false)
  }

  private func raised(
    _ keyword: String, _ severity: Severity, _ channels: [String],
    updates: [String] = []
  ) -> RaisedKeyword {
    RaisedKeyword(
      match: KeywordMatch(keyword: keyword, field: .title, text: keyword, excerpt: ""),
      severity: severity, channels: channels, eventChannels: [Alert.updated: updates])
  }

  @Test("a muted keyword adds neither channels nor severity; alone, it makes a muted alert")
  func muted() throws {
    let draft = draft([raised("Bontang", .high, ["a", "b"]), raised("PBB", .low, ["b", "c"])])
    let story = AlertStory(id: 1, copies: 1, sources: [])
    func alert(_ muted: Set<String>) -> (alert: Alert, channels: [String])? {
      draft.alert(for: AlertItem(id: 1, Item(guid: "x")), in: story, muted: muted)
    }
    let half = try #require(alert(["Bontang"]))
    #expect(half.alert.keywords == ["Bontang", "PBB"])
    #expect(half.alert.severity == .low)
    #expect(!half.alert.muted)
    #expect(half.channels == ["b", "c"])
    let whole = try #require(alert(["Bontang", "PBB"]))
    #expect(whole.alert.severity == .high)
    #expect(whole.alert.muted)
    #expect(whole.channels.isEmpty)
  }

  @Test("channels that ask are told of copies, each once, and not for a muted keyword")
  func events() {
    let draft = draft([
      raised("Bontang", .high, ["a"], updates: ["a", "b"]),
      raised("PBB", .low, ["a"], updates: ["b"]),
    ])
    #expect(draft.channels(taking: Alert.updated) == ["a", "b"])
    #expect(draft.channels(taking: Alert.updated, muted: ["Bontang"]) == ["b"])
    #expect(draft.channels(taking: Alert.surge).isEmpty)
    #expect(draft.channels(taking: Alert.created) == ["a"])
  }
}
