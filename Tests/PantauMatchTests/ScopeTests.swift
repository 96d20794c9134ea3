import FoundationEssentials
import PantauCore
import Testing

@testable import PantauMatch

@Suite("A keyword's scope")
struct ScopeTests {
  private func finds(_ scope: KeywordScope, _ input: MatchInput, until: Date? = nil) throws -> Bool
  {
    var input = input
    input.title = "Banjir"
    let keyword = KeywordDefinition(name: "k", query: "banjir", scope: scope, until: until)
    return try !Matcher([keyword]).matches(in: input).isEmpty
  }

  @Test("feeds are named or addressed, groups named")
  func feeds() throws {
    let scope = KeywordScope(feeds: ["Kaltim", "https://contoh.id/rss"])
    #expect(try finds(scope, MatchInput(feedName: "Kaltim")))
    #expect(try finds(scope, MatchInput(feedName: "x", feedURL: "https://contoh.id/rss")))
    #expect(try !finds(scope, MatchInput(feedName: "Jatim", feedURL: "https://contoh.id/2")))
    #expect(try finds(KeywordScope(groups: ["kaltim"]), MatchInput(group: "kaltim")))
    #expect(try !finds(KeywordScope(groups: ["kaltim"]), MatchInput(group: nil)))
  }

  @Test("languages cover their regions; an unknown one is not held against an item")
  func languages() throws {
    let scope = KeywordScope(languages: ["id"])
    #expect(try finds(scope, MatchInput(language: "id-ID")))
    #expect(try finds(scope, MatchInput(language: "ID")))
    #expect(try finds(scope, MatchInput(language: nil)))
    #expect(try !finds(scope, MatchInput(language: "en")))
    #expect(try !finds(scope, MatchInput(language: "idx")))
  }

  @Test("hours hold from their first minute up to their last, also past midnight")
  func hours() throws {
    let day = KeywordScope(hours: .init(from: 360, to: 1080))
    #expect(try finds(day, MatchInput(minuteOfDay: 360)))
    #expect(try !finds(day, MatchInput(minuteOfDay: 1080)))
    #expect(try finds(day, MatchInput(minuteOfDay: nil)))
    let night = KeywordScope(hours: .init(from: 1320, to: 360))
    #expect(try finds(night, MatchInput(minuteOfDay: 1320)))
    #expect(try finds(night, MatchInput(minuteOfDay: 359)))
    #expect(try !finds(night, MatchInput(minuteOfDay: 360)))
  }

  @Test("fields take the place of title, summary and content for bare terms")
  func fields() throws {
    #expect(try !finds(KeywordScope(fields: [.content]), MatchInput()))
    #expect(try finds(KeywordScope(fields: [.title]), MatchInput()))
    #expect(try finds(KeywordScope(fields: [.category]), MatchInput(categories: ["banjir"])))
  }

  @Test("a keyword raises nothing from its end on")
  func until() throws {
    let end = Date(timeIntervalSince1970: 1_000)
    #expect(try finds(KeywordScope(), MatchInput(now: end.addingTimeInterval(-1)), until: end))
    #expect(try !finds(KeywordScope(), MatchInput(now: end), until: end))
  }
}
