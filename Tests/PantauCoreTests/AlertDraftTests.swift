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
}
