import PantauCore
import Testing

@testable import PantauMatch

/// One query, a text, and whether it is to be found.
struct Case: Sendable, CustomTestStringConvertible {
  let query: String
  let text: String
  let matches: Bool

  init(_ query: String, _ text: String, _ matches: Bool) {
    self.query = query
    self.text = text
    self.matches = matches
  }

  var testDescription: String { "\(query) \(matches ? "in" : "not in") “\(text)”" }

  /// Whether the query finds the text as an item's content.
  func found(language: String = "id", clitics: Bool = false) throws -> Bool {
    let keyword = KeywordDefinition(
      name: "k", query: query, language: language, clitics: clitics)
    let matcher = try Matcher([keyword])
    return !matcher.matches(in: MatchInput(content: text)).isEmpty
  }
}

@Suite("What a query finds")
struct MatchTests {
  @Test(
    "words are whole, whatever their case and accents",
    arguments: [
      Case("Bontang", "Wali Kota Bontang hadir", true),
      Case("bontang", "BONTANG", true),
      Case("Bontang", "Kebontangan", false),
      Case("Bontang", "Bontangan", false),
      Case("Bontang", "Bontang", true),
      Case("Bontang", "(Bontang)", true),
      Case("Bontang", "Samarinda-Bontang", true),
      Case("Bontang", "“Bontang”", true),
      Case("Bontang", "Bon\u{AD}tang", true),
      Case("Bontang", "Bon\u{200B}tang", true),
      Case("Bontang", "Bontang\u{200B}", true),
      Case("Bontang", "Ｂｏｎｔａｎｇ", true),
      Case("Bontang", "Bontang_2", false),
      Case("Bontang", "Bontang2", false),
      Case("kafe", "Kafé", true),
      Case("kafé", "Kafe\u{301}", true),
      Case("Jum'at", "hari Jum’at ini", true),
      Case("Jum’at", "hari Jum'at ini", true),
      Case("Jum", "hari Jum'at ini", false),
      Case("strasse", "Straße", true),
      Case("ﬁnal", "final", true),
      Case("Москва", "москва", true),
    ])
  func words(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "phrases stand with any spaces and hyphens, and at least one",
    arguments: [
      Case("wali kota", "Wali Kota", true),
      Case("wali kota", "wali-kota", true),
      Case("wali kota", "wali – kota", true),
      Case("wali kota", "wali\u{A0}kota", true),
      Case("wali kota", "walikota", false),
      Case("wali kota", "wali, kota", false),
      Case("wali-kota", "wali kota", true),
      Case("\"wali kota\"", "wali  kota", true),
      Case("wali kota", "wali kotamadya", false),
      Case("anak-anak", "anak anak", true),
      Case("Bank Dunia Korea", "bank dunia—korea", true),
      Case("\"A AND B\"", "a and b", true),
    ])
  func phrases(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "signs: exactly these letters, a beginning, a stem",
    arguments: [
      Case("=PBB", "PBB", true),
      Case("=PBB", "pbb", false),
      Case("=PBB", "ＰＢＢ", false),
      Case("=kafé", "kafe", false),
      Case("=kafe", "kafe\u{301}", false),
      Case("=kafé", "kafe\u{301}", true),
      Case("=PBB", "\u{200B}PBB\u{200B} x", true),
      Case("=\"Bank Dunia\"", "Bank Dunia", true),
      Case("=\"Bank Dunia\"", "Bank dunia", false),
      Case("=Bank Dunia", "Bank dunia", true),
      Case("=Bank Dunia", "bank Dunia", false),
      Case("banjir*", "Banjirnya", true),
      Case("banjir*", "banjir", true),
      Case("banjir*", "kebanjiran", false),
      Case("kota banj*", "kota Banjarmasin", true),
      Case("kota banj*", "kota banjir", true),
      Case("\"bank dun\"*", "bank dunia", true),
      Case("~undang", "mengundang", true),
      Case("~undang", "diundang", true),
      Case("~undang", "udang", false),
      Case("wali ~undang", "wali mengundang", true),
      Case("~undang =PBB", "diundang PBB", true),
    ])
  func signs(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "booleans and NEAR",
    arguments: [
      Case("banjir AND longsor", "banjir dan longsor", true),
      Case("banjir AND longsor", "banjir saja", false),
      Case("banjir OR longsor", "longsor saja", true),
      Case("banjir NOT longsor", "banjir dan longsor", false),
      Case("banjir NOT longsor", "banjir saja", true),
      Case("banjir AND NOT NOT longsor", "banjir longsor", true),
      Case("banjir AND NOT NOT longsor", "banjir", false),
      Case("satu AND dua OR tiga", "tiga", true),
      Case("satu AND (dua OR tiga)", "tiga", false),
      Case("satu AND (dua OR tiga)", "tiga satu", true),
      Case("banjir NEAR/1 bandang", "banjir bandang", true),
      Case("bandang NEAR/1 banjir", "banjir bandang", true),
      Case("banjir NEAR/1 bandang", "banjir besar bandang", false),
      Case("banjir NEAR/2 bandang", "banjir besar bandang", true),
      Case("banjir NEAR/1 banjir", "banjir bandang", false),
      Case("banjir NEAR/1 banjir", "banjir, banjir lagi", true),
      Case("\"wali kota\" NEAR/1 kota", "wali kota", false),
      Case("\"wali kota\" NEAR/1 kota", "wali kota kota Bontang", true),
      Case("北京 NEAR/1 天气", "今天北京天气", true),
      Case("ประเทศ NEAR/1 ไทย", "ประเทศไทย", true),
      Case("(banjir OR longsor) NEAR/3 \"wali kota\"", "wali kota tinjau lokasi longsor", true),
      Case("(banjir OR longsor) NEAR/2 \"wali kota\"", "wali kota tinjau lokasi longsor", false),
    ])
  func booleans(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "symbols count",
    arguments: [
      Case("C++", "bahasa C++ baru", true),
      Case("C++", "bahasa C baru", false),
      Case("AT&T", "perusahaan AT&T.", true),
      Case("AT&T", "AT T", false),
      Case(".NET", "ASP.NET", true),
      Case(".NET", "NET", false),
      Case("P.B.B.", "kantor P.B.B. di", true),
      Case("P.B.B.", "kantor PBB di", false),
      Case("P.B.B.", "xP.B.B.", false),
      Case("km/jam", "60 km/jam", true),
      Case("km/jam", "km jam", false),
      Case("km / jam", "km / jam", true),
      Case("Bontang", "Bontang.Menurut", true),
      Case("Menurut", "Bontang.Menurut", true),
      Case("Bontang", "Bontang's", true),
      Case("Bontang", "Bontang’s", true),
      Case("Bontang's", "Bontang’s wali", true),
      Case("10.000", "Rp 10.000,-", true),
      Case("10.000", "110.000", false),
      Case("000", "10.000", false),
      Case("judul", "judul:isi", true),
      Case("10:30", "pukul 10:30 WITA", true),
      Case("🔥", "kebakaran 🔥 besar", true),
      Case("-5", "suhu -5 derajat", true),
      Case("+62", "telp +62 811", true),
    ])
  func symbols(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "scripts without spaces, and Hangul, match inside a run",
    arguments: [
      Case("北京", "今天北京天气", true),
      Case("東京", "東京都", true),
      Case("서울", "서울에서", true),
      Case("PBB", "PBB가", true),
      Case("กรุงเทพ", "ในกรุงเทพมหานคร", true),
      Case("มา", "ม้า", false),
      Case("タイ", "タイランド", true),
      Case("か", "が", false),
      Case("が", "か\u{3099}", true),
      Case("가", "각", false),
      Case("가", "\u{1100}\u{1161}", true),
      Case("القدس", "القُدس", true),
      Case("القدس", "والقدس", false),
    ])
  func unspaced(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "regular expressions see the text as it stands",
    arguments: [
      Case("/ban(jir|dang)/", "BANJIR", true),
      Case("/ban(jir|dang)/c", "BANJIR", false),
      Case("/^banjir$/", "banjir", true),
      Case("/^banjir$/", "banjir besar", false),
      Case("/wali kota/", "wali  kota", true),
      Case("/a\\/b/", "a/b", true),
      Case("/\\d{3}/ AND banjir", "banjir 123", true),
      Case("/\\d{3}/ AND banjir", "banjir 12", false),
    ])
  func regexes(_ test: Case) throws { #expect(try test.found() == test.matches) }

  @Test(
    "clitics may follow where they are allowed",
    arguments: [
      Case("Bontang", "Bontangnya", true),
      Case("Bontang", "Bontanglah", true),
      Case("rumah", "rumahkulah", true),
      Case("wali kota", "wali kotanya", true),
      Case("Bontang", "Bontangan", false),
      Case("=PBB", "PBBlah", true),
      Case("=PBB", "pbblah", false),
    ])
  func clitics(_ test: Case) throws {
    #expect(try test.found(clitics: true) == test.matches)
    #expect(try test.found(clitics: false) == false)
  }

  @Test("fields are looked in as the query says, bare terms in title, summary and content")
  func fields() throws {
    let input = MatchInput(
      title: "Judul besar", summary: "ringkasan", content: "isi", authors: ["Ani Wijaya", "Budi"],
      categories: ["Banjir"], url: "https://contoh.id/banjir-kota")
    func finds(_ query: String) throws -> Bool {
      !(try Matcher([KeywordDefinition(name: "k", query: query)]).matches(in: input).isEmpty)
    }
    #expect(try finds("judul"))
    #expect(try finds("ringkasan"))
    #expect(try finds("isi"))
    #expect(try !finds("banjir"))
    #expect(try finds("category:banjir"))
    #expect(try finds("url:banjir-kota"))
    #expect(try finds("author:Ani Wijaya"))
    #expect(try !finds("author:\"Wijaya Budi\""))
    #expect(try finds("title:(judul AND besar)"))
    #expect(try !finds("title:isi"))
    #expect(try !finds("besar NEAR/5 ringkasan"))
    #expect(try !finds("\"besar ringkasan\""))
  }
}
