import PantauCore
import Testing

@testable import PantauMatch

@Suite("Explanations")
struct ExplainTests {
  private let input = MatchInput(
    title: "Warga bayar PBB", content: "Wali Kota meminta warga membayar Pajak Bumi tepat waktu")

  private func explain(_ query: String) throws -> String {
    try Query(parsing: query).explained(in: input).text
  }

  @Test("tell each part's truth, where it was found, and what ruled it out")
  func ruledOut() throws {
    #expect(
      try explain("=PBB NOT \"Pajak Bumi\"") == """
        does not match: =PBB NOT "Pajak Bumi"
        no   AND
        ├─ yes  =PBB: "PBB" at word 3 of title
        └─ no   NOT  ("Pajak Bumi" at word 6 of content ruled it out)
           └─ yes  "Pajak Bumi": "Pajak Bumi" at word 6 of content
        """)
  }

  @Test(
    "tell what came closest",
    arguments: [
      (
        "=pbb",
        "does not match: =pbb\nno   =pbb  (\"PBB\" at word 3 of title differs in case, accents or width)"
      ),
      (
        "wali warga",
        "does not match: wali warga\nno   wali warga  (its words stand apart: \"Wali\" at word 1 of "
          + "content, \"Warga\" at word 1 of title)"
      ),
      (
        "bayar NEAR/1 waktu",
        "does not match: bayar NEAR/1 waktu\nno   NEAR/1  (they stand in different fields)\n"
          + "├─ yes  bayar: \"bayar\" at word 2 of title\n"
          + "└─ yes  waktu: \"waktu\" at word 9 of content"
      ),
      (
        "waktu NEAR/2 waktu",
        "does not match: waktu NEAR/2 waktu\nno   NEAR/2  (one place is not near itself)\n"
          + "├─ yes  waktu: \"waktu\" at word 9 of content\n"
          + "└─ yes  waktu: \"waktu\" at word 9 of content"
      ),
      (
        "kota NEAR/2 waktu",
        "does not match: kota NEAR/2 waktu\nno   NEAR/2  (nearest 7 words apart: \"Kota\" at word 2 "
          + "of content, \"waktu\" at word 9 of content)\n"
          + "├─ yes  kota: \"Kota\" at word 2 of content\n"
          + "└─ yes  waktu: \"waktu\" at word 9 of content"
      ),
      (
        "minta",
        "does not match: minta\nno   minta  (closest: \"meminta\" at word 3 of content, a longer word)"
      ),
    ])
  func closest(_ query: String, _ wanted: String) throws {
    #expect(try explain(query) == wanted)
  }

  @Test("show stems, with and without an item")
  func stems() throws {
    #expect(
      try Query(parsing: "~undang").explained().text == "read as: ~undang\n~undang  (stem undang)")
    #expect(
      try explain("~bayar")
        == "matches: ~bayar\nyes  ~bayar  (stem bayar): \"bayar\" at word 2 of title; "
        + "\"membayar\" at word 5 of content")
  }

  @Test("of a keyword tell its scope and its meanings")
  func keyword() throws {
    let keyword = KeywordDefinition(
      name: "PBB", query: "=PBB",
      meanings: [.init(name: "tax", query: "pajak OR bayar"), .init(name: "UN", query: "dunia")],
      alertOn: ["UN"], scope: KeywordScope(groups: ["kaltim"]))
    var told = input
    told.group = "jatim"
    #expect(
      try keyword.explained(in: told).text == """
        would not alert: keyword PBB
        yes  =PBB: "PBB" at word 3 of title
        out of scope: the feed's group is none of kaltim
        "PBB" at word 3 of title: tax (does not alert)
          tax 3: Pajak, bayar
          UN 0
        """)
    var json = JSONWriter()
    try keyword.explained(in: told).write(to: &json)
    #expect(json.text.hasPrefix("{\"query\":\"=PBB\",\"keyword\":\"PBB\",\"matches\":false,"))
  }
}
