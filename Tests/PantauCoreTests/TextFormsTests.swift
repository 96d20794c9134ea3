import FoundationEssentials
import PantauCore
import Testing

@Suite("Times, sizes and names as text")
struct TextFormsTests {
  @Test(
    "instants are written in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_795_406_706_789, "2026-11-23T04:05:06.789Z"),
      (951_782_400_000, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
  func instants(_ milliseconds: Int, _ text: String) {
    #expect(ISO8601.text(Date(millisecondsSince1970: milliseconds)) == text)
  }

  @Test("every day of 800 years comes back from its parts")
  func days() {
    for days in -146_097..<146_097 {
      let day = CivilDay(daysSince1970: days)
      #expect(day.daysSince1970 == days)
    }
    #expect(!CivilDay(year: 2023, month: 2, day: 29).isValid)
    #expect(CivilDay(year: 2024, month: 2, day: 29).isValid)
    #expect(CivilDay(year: 2023, month: 9, day: 14).weekday == 4)
  }

  @Test(
    "what is counted stands in its number",
    arguments: [(0, "0 copies", "0 feeds"), (1, "1 copy", "1 feed"), (2, "2 copies", "2 feeds")])
  func counted(_ number: Int, _ copies: String, _ feeds: String) {
    #expect(number.of("copy", plural: "copies") == copies)
    #expect(number.of("feed") == feeds)
  }

  @Test(
    "durations are read",
    arguments: [("90s", 90_000), ("10m", 600_000), ("6h", 21_600_000), ("30d", 2_592_000_000)])
  func durations(_ text: String, _ milliseconds: Int64) {
    #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    #expect(
      DurationText.parse(DurationText.exact(.milliseconds(milliseconds)))
        == .milliseconds(milliseconds))
  }

  @Test(
    "what is no duration is refused",
    arguments: ["", "5", "m", "5 m", "-5m", "5M", "99999999999999999999s", "9999999w"])
  func noDuration(_ text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test("sizes are powers of ten and bounded")
  func sizes() {
    #expect(ByteSize.parse("5MB") == 5_000_000)
    #expect(ByteSize.parse("800B") == 800)
    #expect(ByteSize.parse("9999999999999999GB") == nil)
    #expect(ByteSize.parse("5 MB") == nil)
    #expect(ByteSize.exact(8_000_000) == "8MB")
  }

  @Test("ULIDs have 26 characters and sort by time")
  func ulids() {
    var generator = SystemRandomNumberGenerator()
    let early = ULID(at: Date(millisecondsSince1970: 1_795_406_706_789), using: &generator)
    let late = ULID(at: Date(millisecondsSince1970: 1_795_406_706_790), using: &generator)
    #expect(early.description.utf8.count == 26)
    #expect(early.description < late.description)
    #expect(early.description.hasPrefix("01M8"))
  }

  @Test("control, override and separator characters are shown as one replacement")
  func display() {
    #expect(DisplayText.safe("a\u{1B}[31m\n\u{202E}b\u{2028}c\u{9B}") == "a�[31m��b�c�")
    #expect(DisplayText.safe("Kota é 😀") == "Kota é 😀")
  }
}

@Suite("The alert object")
struct AlertJSONTests {
  @Test("an alert comes back from its JSON")
  func roundTrip() throws {
    let item = Item(
      guid: "g", url: "https://example.org/a", title: "Walikota \"Bontang\"", summary: nil,
      authors: ["Sari"], categories: ["daerah"],
      published: Date(millisecondsSince1970: 1_795_406_706_000))
    let match = KeywordMatch(
      keyword: "PBB", field: .title, text: "PBB", excerpt: "[PBB]", meaning: "UN",
      because: ["Korea"])
    let alert = Alert(
      id: "01K", time: Date(millisecondsSince1970: 1_795_406_706_789), severity: .high,
      keywords: ["PBB"], matches: [match], item: AlertItem(id: 7, item),
      feed: AlertFeed(name: "Kaltim", url: "https://example.org/rss", group: "kaltim"),
      story: AlertStory(id: 3, copies: 2, sources: ["Kaltim", "Antara"]),
      seen: Date(millisecondsSince1970: 1_795_406_706_700), muted: true, old: false)
    var json = JSONWriter()
    alert.write(to: &json)
    #expect(Alert(json: try JSONReader.read(json.bytes)) == alert)
  }
}
