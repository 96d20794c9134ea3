import Foundation
import GRDB
import PantauCore
import Testing

@testable import PantauMatch

extension SearchText {
  /// With all words as new ones.
  fileprivate init(_ input: MatchInput) {
    var filter = SeenWords()
    self.init(input, &filter)
  }
}

extension StemSpellings {
  fileprivate init?(_ query: Query, words: [String]) {
    self.init(query)
    for word in words { ContiguousArray(word.utf8).withUnsafeBufferPointer { offer($0) } }
  }
}

@Suite("Queries asked of the full-text index")
struct SearchExpressionTests {
  private static let cases =
    ProcessInfo.processInfo.environment["PANTAU_CASES"].flatMap { Int($0) } ?? 4_000
  private static let seed =
    ProcessInfo.processInfo.environment["PANTAU_SEED"].flatMap { UInt64($0) } ?? 20_261_128

  /// A real index that holds one item at a time.
  private struct Index {
    let queue: DatabaseQueue

    init() throws {
      queue = try DatabaseQueue()
      try queue.write { db in
        try db.execute(
          sql: "CREATE VIRTUAL TABLE search USING fts5(title, body, other, tokenize='ascii')")
      }
    }

    func hold(_ text: SearchText) throws {
      try queue.write { db in
        try db.execute(sql: "DELETE FROM search")
        try db.execute(
          sql: "INSERT INTO search VALUES (?, ?, ?)",
          arguments: [text.title, text.body, text.other])
      }
    }

    func finds(_ expression: String) throws -> Bool {
      try queue.read { db in
        try Bool.fetchOne(
          db, sql: "SELECT EXISTS (SELECT 1 FROM search WHERE search MATCH ?)",
          arguments: [expression]) ?? false
      }
    }
  }

  @Test("the index finds whatever the matcher does, on random queries and texts")
  func neverNarrower() throws {
    var random = RandomCases(state: Self.seed)
    let index = try Index()
    var (tried, matched, asked, spurious, stems) = (0, 0, 0, 0, 0)
    while tried < Self.cases {
      let definitions = (0..<8).map { number in
        KeywordDefinition(name: "\(number)", query: random.query(depth: 2).text)
      }
      let valid = definitions.filter { (try? Query(parsing: $0.query)) != nil }
      let matcher = try Matcher(valid)
      let input = MatchInput(
        title: random.text(), content: random.text(), authors: [random.text()])
      let text = SearchText(input)
      try index.hold(text)
      let found = Set(matcher.matchedKeywords(in: input))
      for (number, definition) in valid.enumerated() {
        tried += 1
        matched += found.contains(number) ? 1 : 0
        let query = try Query(parsing: definition.query)
        let spellings = StemSpellings(query, words: text.newWords)
        guard let expression = query.searchExpression(spellings) else { continue }
        stems += spellings == nil ? 0 : 1
        asked += 1
        let isFound = try index.finds(expression)
        if found.contains(number) {
          #expect(isFound, "\(definition.query) as \(expression) on \(input)")
        } else if isFound {
          spurious += 1
        }
      }
    }
    // Worth something only while there are matches to miss, and the index does narrow.
    #expect(matched > tried / 20)
    #expect(asked > tried / 3)
    #expect(spurious < asked / 2)
    #expect(stems > tried / 100)
  }

  @Test(
    "texts and queries that are cut differently still meet",
    arguments: [
      ("Bontang", "BONTANG’S banjir"), ("\"Jum'at\"", "Salat Jum’at berjemaah"),
      ("AT&T", "saham AT&T naik"), (".NET", "belajar ASP.NET"), ("banjir*", "banjirnya surut"),
      ("\"1.5\"", "naik 1.5 persen"), ("P.B.B.", "markas P.B.B."), ("km/jam", "80 km/jam"),
      ("東京", "東京都庁で"), ("京", "東京"), ("都", "東京都"), ("東京都", "新東京都庁"),
      ("กรุงเทพ", "ที่กรุงเทพมหานคร"), ("서울", "서울에서"), ("カタカナ", "これはカタカナです"),
      ("foo_bar", "the foo_bar call"), ("wali kota", "Wali-Kota Bontang"),
      ("ﬁnal", "grand final"), ("Müller", "Muller"), ("COVID-19", "covid 19 lagi"),
      ("=PBB", "rapat PBB"), ("банк*", "Банками"), ("title:pasar", "pasar pagi"),
      ("~bangun", "PEMBANGUNAN jalan"), ("~jum'at", "Salat Jum’at"), ("~élan", "dengan ÉLAN"),
      ("~bangun jalan", "membangun jalan"), ("~bangun", "mem\u{AD}bangun"),
    ])
  func meets(_ query: String, _ text: String) throws {
    let parsed = try Query(parsing: query)
    let input = MatchInput(title: text)
    #expect(
      try !Matcher([KeywordDefinition(name: "k", query: query)]).matches(in: input).isEmpty)
    let index = try Index()
    let held = SearchText(input)
    try index.hold(held)
    let spellings = StemSpellings(parsed, words: held.newWords)
    let expression = try #require(parsed.searchExpression(spellings))
    #expect(try index.finds(expression), "\(expression) in \(held)")
  }

  @Test(
    "what the index is asked",
    arguments: [
      ("wali kota", #"{title body} : "wali kota""#),
      ("title:banjir*", #"{title} : "banjir"*"#),
      (
        "Bontang AND (banjir OR url:kaltim)",
        #"({title body} : "bontang" AND ({title body} : "banjir" OR {other} : "kaltim"))"#
      ),
      ("Bontang NOT simulasi", #"{title body} : "bontang""#),
      ("Bontang NEAR/5 banjir", #"({title body} : "bontang" AND {title body} : "banjir")"#),
      ("東京都", #"{title body} : "東京 京都""#), ("京", #"{title body} : "京"*"#),
      ("/ban(jir|dang)/", nil), ("~undang", nil), ("Bontang OR ~undang", nil),
      ("Bontang AND ~undang", #"{title body} : "bontang""#), ("€", nil),
    ])
  func expression(_ query: String, _ expected: String?) throws {
    #expect(try Query(parsing: query).searchExpression() == expected)
  }

  @Test("in a stem's place stand the listed words that have it, or what is in no text")
  func spellings() throws {
    func expression(_ query: String) throws -> String? {
      let query = try Query(parsing: query)
      let listed = ["bangun", "banjir", "jum’at", "membangun", "pembangunan"]
      return query.searchExpression(StemSpellings(query, words: listed))
    }
    let words = #"("bangun" OR "membangun" OR "pembangunan")"#
    #expect(try expression("~bangunan") == "{title body} : \(words)")
    #expect(
      try expression("kota ~bangun")
        == #"({title body} : "kota" AND {title body} : \#(words))"#)
    #expect(try expression("title:~jum'at") == #"{title} : ("jum at")"#)
    let nothing = String(repeating: "z", count: 61)
    #expect(try expression("~laut") == "{title body} : \"\(nothing)\"")
    #expect(try expression("~g20") == nil, "words with digits are not listed")
    #expect(try expression("~東京") == nil)
  }

  @Test("the words of an item: overlapping pairs where a script has no spaces")
  func words() {
    let text = SearchText(
      MatchInput(
        title: "Gempa 東京都, M6,5!", summary: "Sama", content: "Sama", authors: ["Sari D."],
        url: "https://kabar.example/a"))
    #expect(text.title == "gempa 東京 京都 都 m6 5 ")
    #expect(text.body == "sama ")
    // Plain text is cut up by the index itself, in the same places.
    #expect(text.other == "sari d. https://kabar.example/a ")
    let long = String(repeating: "x", count: 70)
    #expect(SearchText(MatchInput(title: "a \(long)-b")).title == "a \(long.prefix(60)) b ")
  }
}
