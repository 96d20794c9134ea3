import PantauCore
import Testing

@testable import PantauMatch

@Suite("Excerpts")
struct ExcerptTests {
  private func excerpt(_ query: String, _ text: String) throws -> String? {
    try Matcher([KeywordDefinition(name: "k", query: query)])
      .matches(in: MatchInput(content: text)).first?.excerpt
  }

  private func words(_ count: Int) -> String {
    repeatElement("kata", count: count).joined(separator: " ")
  }

  @Test(
    "show the original with each find in brackets",
    arguments: [
      ("bontang", "Wali Kota Bontang hadir", "Wali Kota [Bontang] hadir"),
      ("kafe", "di Kafe\u{301} itu", "di [Kafe\u{301}] itu"),
      ("banjir OR longsor", "Banjir dan longsor", "[Banjir] dan [longsor]"),
      ("banjir*", "korban banjirnya", "korban [banjirnya]"),
      ("wali kota", "Wali–Kota baru", "[Wali–Kota] baru"),
      ("مدينة", "في مدينة بونتانغ", "في [مدينة] بونتانغ"),
      ("👨", "keluarga 👨‍👩‍👧 pergi", "keluarga [👨‍👩‍👧] pergi"),
      ("北京", "今天北京天气", "今天[北京]天气"),
      ("strasse", "die Straße dort", "die [Straße] dort"),
      ("P.B.B.", "kantor P.B.B. di", "kantor [P.B.B.] di"),
      ("Bontang", "a\u{AD}b Bon\u{AD}tang c", "a\u{AD}b [Bon\u{AD}tang] c"),
    ])
  func marks(_ query: String, _ text: String, _ wanted: String) throws {
    #expect(try excerpt(query, text) == wanted)
  }

  @Test("keep to 200 characters, cut at words, with signs where they are cut")
  func cut() throws {
    let found = try #require(try excerpt("Bontang", "\(words(100)) Bontang \(words(100))"))
    #expect(found.count <= 200)
    #expect(found.count > 180)
    #expect(found.hasPrefix("… kata "))
    #expect(found.hasSuffix(" kata …"))
    #expect(found.contains(" [Bontang] "))
  }

  @Test("use the room of the other side at an end of the text")
  func ends() throws {
    let first = try #require(try excerpt("Bontang", "Bontang \(words(100))"))
    #expect(first.hasPrefix("[Bontang] kata"))
    #expect(first.count > 180 && first.count <= 200)
    let last = try #require(try excerpt("Bontang", "\(words(100)) Bontang"))
    #expect(last.hasSuffix("kata [Bontang]"))
    #expect(last.count > 180 && last.count <= 200)
  }

  @Test("show as many finds together as fit")
  func together() throws {
    let text = "banjir \(words(100)) banjir kata longsor \(words(100))"
    let found = try #require(try excerpt("banjir AND longsor", text))
    #expect(found.hasPrefix("[banjir]"))
    let near = try #require(try excerpt("banjir NEAR/3 longsor", text))
    #expect(near.contains("[banjir] kata [longsor]"))
  }

  @Test("count characters as people see them")
  func graphemes() throws {
    let family = "👨‍👩‍👧‍👦"
    let text =
      String(repeating: family, count: 300) + " Bontang " + String(repeating: family, count: 300)
    let found = try #require(try excerpt("Bontang", text))
    #expect(found.count <= 200)
    #expect(found.contains("[Bontang]"))
  }

  @Test("show the beginning of a find that is longer than they are")
  func longFind() throws {
    let found = try #require(try excerpt("/a+/", String(repeating: "a", count: 1000)))
    #expect(found.count <= 200)
    #expect(found.hasPrefix("[aaa"))
  }

  @Test("prefer the title")
  func title() throws {
    let match = try Matcher([KeywordDefinition(name: "k", query: "Bontang")]).matches(
      in: MatchInput(title: "Kota Bontang", summary: "Bontang", content: "Bontang")
    ).first
    #expect(match?.field == .title)
    #expect(match?.text == "Bontang")
    #expect(match?.excerpt == "Kota [Bontang]")
  }
}
