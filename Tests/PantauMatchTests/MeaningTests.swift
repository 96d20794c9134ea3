import PantauCore
import Testing

@testable import PantauMatch

@Suite("Meanings")
struct MeaningTests {
  private func keyword(alertOn: Set<String>? = nil) -> KeywordDefinition {
    KeywordDefinition(
      name: "PBB", query: "=PBB",
      meanings: [
        .init(name: "UN", query: "Perserikatan OR dunia OR Korea OR \"Dewan Keamanan\""),
        .init(name: "tax", query: "pajak OR NJOP OR Bapenda"),
        .init(name: "party", query: "partai OR caleg"),
      ], alertOn: alertOn)
  }

  private func outcome(_ input: MatchInput, alertOn: Set<String>? = nil) throws -> MatchOutcome {
    try Matcher([keyword(alertOn: alertOn)]).outcome(for: input)
  }

  private func words(_ count: Int) -> String {
    repeatElement("kata", count: count).joined(separator: " ")
  }

  @Test("the sense with most different words near wins, and the words are told")
  func highestWins() throws {
    let found = try outcome(
      MatchInput(content: "Sidang PBB di Korea membahas pajak dan Dewan Keamanan dunia"))
    #expect(found.alerting.map(\.meaning) == ["UN"])
    #expect(found.alerting.first?.because == ["dunia", "Korea", "Dewan Keamanan"])
  }

  @Test("a word twice scores once")
  func differentWords() throws {
    let found = try outcome(MatchInput(content: "PBB: pajak, pajak, pajak; partai dan caleg"))
    #expect(found.alerting.map(\.meaning) == ["party"])
  }

  @Test("no word, or two equal scores, is unclear")
  func unclear() throws {
    #expect(try outcome(MatchInput(content: "PBB")).alerting.map(\.meaning) == ["unclear"])
    let tie = try outcome(MatchInput(content: "PBB pajak partai"))
    #expect(tie.alerting.map(\.meaning) == ["unclear"])
    #expect(tie.alerting.first?.because == [])
  }

  @Test("words count within 25 words, on either side, across title, summary and content")
  func reach() throws {
    #expect(
      try outcome(MatchInput(content: "PBB \(words(24)) pajak")).alerting.map(\.meaning) == ["tax"])
    #expect(
      try outcome(MatchInput(content: "PBB \(words(25)) pajak")).alerting.map(\.meaning)
        == ["unclear"])
    #expect(
      try outcome(MatchInput(content: "pajak \(words(24)) PBB")).alerting.map(\.meaning) == ["tax"])
    #expect(
      try outcome(MatchInput(summary: "pajak \(words(12))", content: "\(words(12)) PBB")).alerting
        .map(\.meaning) == ["tax"])
  }

  @Test("a word in the title counts double, however far the keyword stands")
  func title() throws {
    let found = try outcome(
      MatchInput(title: "Bapenda Bontang", content: "\(words(200)) PBB partai"))
    #expect(found.alerting.map(\.meaning) == ["tax"])
    #expect(found.alerting.first?.because == ["Bapenda"])
    #expect(found.alerting.first?.field == .content)
  }

  @Test("a regular expression of a sense sees white space collapsed, the query having none")
  func regexInMeaning() throws {
    let keyword = KeywordDefinition(
      name: "PBB", query: "=PBB", meanings: [.init(name: "tax", query: "/bayar PBB/")])
    let input = MatchInput(title: "Warga bayar\n  PBB\u{A0}")
    #expect(try Matcher([keyword]).outcome(for: input).alerting.map(\.meaning) == ["tax"])
    let explained = try keyword.explained(in: input)
    #expect(explained.occurrences.map(\.meaning) == ["tax"])
    #expect(explained.occurrences.first?.scores.first?.because == ["bayar PBB"])
  }

  @Test("each occurrence is judged by itself and every sense found is carried")
  func everySense() throws {
    let input = MatchInput(content: "PBB pajak \(words(60)) sidang PBB Korea \(words(60)) PBB")
    let found = try outcome(input)
    #expect(found.alerting.map(\.meaning) == ["tax", "UN", "unclear"])
    #expect(found.alerting.map(\.excerpt)[0].hasPrefix("[PBB] pajak"))
    #expect(found.alerting.map(\.excerpt)[1].contains("sidang [PBB] Korea"))
  }

  @Test("the keyword alerts when any sense found is wanted, the wanted one first")
  func alertOn() throws {
    let input = MatchInput(content: "PBB pajak \(words(60)) sidang PBB Korea")
    #expect(try outcome(input, alertOn: ["UN"]).alerting.map(\.meaning) == ["UN", "tax"])
    let withheld = try outcome(MatchInput(content: "PBB pajak"), alertOn: ["UN", "unclear"])
    #expect(withheld.alerting.isEmpty)
    #expect(withheld.withheld.map(\.meaning) == ["tax"])
    let doubt = try outcome(MatchInput(content: "PBB"), alertOn: ["UN", "unclear"])
    #expect(doubt.alerting.map(\.meaning) == ["unclear"])
  }

  @Test("a word under NOT in reach rules out what it is joined with, and nothing else")
  func ruledOut() throws {
    // The keyword itself speaks for the usual sense where nothing speaks for another.
    let keyword = KeywordDefinition(
      name: "KPK", query: "=KPK",
      meanings: [
        .init(name: "commission", query: "suap OR (=KPK NOT (FPB OR kelipatan NEAR/2 bilangan))"),
        .init(name: "maths", query: "FPB OR soal"),
      ])
    let matcher = try Matcher([keyword])
    func meanings(_ text: String) -> [String?] {
      matcher.matches(in: MatchInput(content: text)).map(\.meaning)
    }
    #expect(meanings("KPK") == ["commission"])
    #expect(meanings("KPK dan FPB") == ["maths"])
    #expect(meanings("KPK: suap hakim FPB") == ["unclear"])
    #expect(meanings("KPK dan kelipatan dua bilangan, soal") == ["maths"])
    #expect(meanings("KPK, kelipatan, dua, tiga, bilangan") == ["commission"])
    #expect(meanings("KPK, \(words(30)) FPB") == ["commission"])
  }

  @Test("NOT NOT is none, and AND under NOT asks for both")
  func logicOfNot() throws {
    let keyword = KeywordDefinition(
      name: "Batu", query: "Batu",
      meanings: [
        .init(name: "city", query: "kota AND NOT NOT wisata"),
        .init(name: "stone", query: "kali NOT (kota AND wisata)"),
      ])
    let matcher = try Matcher([keyword])
    func meanings(_ text: String) -> [String?] {
      matcher.matches(in: MatchInput(content: text)).map(\.meaning)
    }
    #expect(meanings("Batu wisata") == ["city"])
    #expect(meanings("batu kali wisata") == ["unclear"])
    #expect(meanings("batu kali kota wisata") == ["city"])
  }

  @Test("a word under NOT in reach takes the sense out")
  func veto() throws {
    let keyword = KeywordDefinition(
      name: "Malang", query: "Malang",
      meanings: [.init(name: "city", query: "kota NOT nasib")])
    let matcher = try Matcher([keyword])
    #expect(
      matcher.matches(in: MatchInput(content: "kota Malang")).map(\.meaning) == ["city"])
    #expect(
      matcher.matches(in: MatchInput(content: "nasib malang di kota")).map(\.meaning)
        == ["unclear"])
  }

  @Test("without excerpts the outcome is the same but for them")
  func withoutExcerpts() throws {
    let matcher = try Matcher([keyword(), KeywordDefinition(name: "kota", query: "kota")])
    let input = MatchInput(content: "Kota: PBB pajak \(words(60)) sidang PBB Korea")
    let whole = matcher.outcome(for: input).alerting
    let bare = matcher.outcome(for: input, excerpts: false).alerting
    #expect(whole.count == 3)
    #expect(bare.map(\.excerpt) == ["", "", ""])
    #expect(bare.map(\.text) == whole.map(\.text))
    #expect(bare.map(\.because) == whole.map(\.because))
  }

  @Test("a fault in a sense names the keyword and the sense")
  func fault() {
    let keyword = KeywordDefinition(
      name: "PBB", query: "=PBB", meanings: [.init(name: "tax", query: "pajak OR")])
    #expect(throws: KeywordError.self) { try Matcher([keyword]) }
    do throws(KeywordError) {
      _ = try Matcher([keyword])
    } catch {
      #expect(
        error.description
          == "keyword \"PBB\", meaning \"tax\": position 8: a word is missing at the end; finish "
          + "the query")
    }
  }

  @Test("warnings name the keyword and the sense")
  func warnings() throws {
    let keyword = KeywordDefinition(
      name: "Banjir", query: "banjir dan longsor",
      meanings: [.init(name: "water", query: "~ibu OR hujan")])
    let found = try keyword.warnings()
    #expect(found.count == 2)
    #expect(found.first?.hasPrefix("keyword \"Banjir\": position 7: \"dan\"") == true)
    #expect(found.last?.hasPrefix("keyword \"Banjir\", meaning \"water\": position 0:") == true)
  }
}
