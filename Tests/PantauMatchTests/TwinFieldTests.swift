import PantauCore
import Testing

@testable import PantauMatch

/// Most feeds of one body give it as summary and content; that body is read once for both.
@Suite("One body as summary and content")
struct TwinFieldTests {
  private let body = MatchInput(
    title: "Kabar pesisir", summary: "Banjir di Bontang surut", content: "Banjir di Bontang surut")

  @Test(
    "is found by terms of either field",
    arguments: [
      ("Bontang", true), ("summary:Bontang", true), ("content:Bontang", true),
      ("summary:Banjir AND content:surut", true), ("content:Banjir NEAR/2 Bontang", true),
      ("title:Bontang", false), ("Bontang NOT content:surut", false),
      ("content:/^Banjir.*surut$/", true),
    ])
  func fields(_ query: String, _ matches: Bool) throws {
    let matcher = try Matcher([KeywordDefinition(name: "k", query: query)])
    #expect(matcher.matches(in: body).isEmpty == !matches)
  }

  @Test("is folded once, other contents beside the summary")
  func foldedOnce() {
    #expect(body.folded(.bare, collapsing: false).segments.map(\.field) == [.title, .summary])
    let content = body.folded([.content], collapsing: false)
    #expect(content.segments.map(\.field) == [.content])
    var longer = body
    longer.content = "Banjir di Bontang surut sejak pagi"
    #expect(
      longer.folded(.bare, collapsing: false).segments.map(\.field)
        == [.title, .summary, .content])
  }
}
