import Testing

@testable import PantauMatch

@Suite("Queries that are refused")
struct QueryErrorTests {
  private func message(_ query: String) -> String? {
    do throws(QueryError) {
      _ = try Query(parsing: query)
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "say where the fault is and what to write",
    arguments: [
      ("", "position 0: the query is empty; write a word to look for"),
      (
        "banjir AND",
        "position 10: a word is missing at the end; finish the query"
      ),
      (
        "OR banjir",
        "position 0: a word is missing before OR; write a term there, or \"OR\" in quotes if the "
          + "word itself is meant"
      ),
      (
        "(banjir OR longsor", "position 0: this ( is not closed; add a ) at the end of the group"
      ),
      ("banjir)", "position 6: this ) closes nothing; remove it, or quote it as \")\""),
      (
        "\"wali kota", "position 0: this quote is not closed; add a \" at the end of the phrase"
      ),
      (
        "judul:banjir",
        "position 0: there is no field judul; fields are title, summary, content, author, "
          + "category, url. Quote the word if the colon is part of it"
      ),
      (
        "titel:banjir",
        "position 0: there is no field titel; did you mean title:? Quote the word if the colon "
          + "is part of it"
      ),
      (
        "banjir NEAR longsor",
        "position 7: NEAR needs a number of words from 1 to 100; write NEAR/10"
      ),
      (
        "banjir NEAR/0 longsor",
        "position 7: NEAR needs a number of words from 1 to 100; write NEAR/10"
      ),
      (
        "banjir NEAR/101 longsor",
        "position 7: NEAR needs a number of words from 1 to 100; write NEAR/10"
      ),
      (
        "title:banjir NEAR/3 content:(longsor OR hujan)",
        "position 13: the sides of NEAR look in different fields, so it can never match; put both "
          + "into one field, or join them by AND"
      ),
      (
        "banjir NEAR/3 (longsor AND hujan)",
        "position 14: NEAR takes words, phrases, or groups of these joined by OR; join the rest "
          + "by AND outside of NEAR"
      ),
      (
        "banjir (longsor)", "position 7: an operator is missing here; write AND, OR or NOT"
      ),
      (
        "= PBB",
        "position 0: a sign (= ~ *) with no word; write it at its word: =PBB, ~undang, banjir*"
      ),
      (
        "banjir ~",
        "position 7: a sign (= ~ *) with no word; write it at its word: =PBB, ~undang, banjir*"
      ),
      (
        "*",
        "position 0: a sign (= ~ *) with no word; write it at its word: =PBB, ~undang, banjir*"
      ),
      (
        "x",
        "position 0: a single letter or digit is found almost everywhere; write =x if exactly "
          + "this one is meant"
      ),
      (
        "NOT banjir",
        "position 0: an empty item satisfies this, for it only says what must not be there; say "
          + "as well what must be there: A NOT B"
      ),
      (
        "banjir OR NOT longsor",
        "position 10: an empty item satisfies this, for it only says what must not be there; say "
          + "as well what must be there: A NOT B"
      ),
      (
        "banjir AND NOT Banjir",
        "position 0: this can never match, for it asks and forbids the same word; take one of the "
          + "two out"
      ),
      (
        "banjir /abc",
        "position 8: this regular expression has no closing /; add it, or quote the "
          + "word if the slash is part of it"
      ),
    ])
  func fault(_ query: String, _ wanted: String) {
    if query == "banjir /abc" {
      // A slash opens an expression only at the start of a term.
      #expect(message(query) == nil)
    } else {
      #expect(message(query) == wanted)
    }
  }

  @Test(
    "are these as well",
    arguments: [
      "5", "=", "~", "\"\"", "\" \"", "~PBB*", "banjir*x", "/abc", "/a/x", "/(/", "/x*/", "//",
      "title:", "title:(summary:banjir)", "NOT NOT NOT banjir", "title:NOT banjir",
      "banjir NEAR/2 NOT longsor", "/x/ NEAR/2 banjir", "banjir NEAR/2 longsor NEAR/2 hujan",
      "(banjir OR longsor) NOT (banjir OR longsor)", "title:banjir NOT banjir",
      "banjir AND (longsor AND NOT (banjir OR hujan))", "banjir title:longsor", "a*", "~x",
      "(banjir NEAR/3 longsor) NOT longsor", "()", "\u{301}", "/(?=x)y/", "banjir AND AND longsor",
      "\"banjir\" AND NOT BANJIR",
    ])
  func refused(_ query: String) { #expect(message(query) != nil) }

  @Test(
    "are none of these",
    arguments: [
      "=x", "=5", "10:30", "C#", "banjir NOT title:banjir", "NOT NOT banjir", "北", "/x/c",
      "title:(banjir OR longsor)", "\"AND\"", "and", "not", "a b", "(a b) OR bc", "km / jam",
      "banjir NOT =Banjir", "title:(title:banjir)", "url:/kaltim/", "“wali kota”",
      "(banjir AND longsor) NOT (banjir NEAR/3 longsor)",
    ])
  func accepted(_ query: String) { #expect(message(query) == nil) }

  @Test("limits hold on both sides")
  func limits() {
    let deep = { (depth: Int) in
      String(repeating: "(", count: depth) + "banjir" + String(repeating: ")", count: depth)
    }
    #expect(message(deep(QueryParser.maxDepth)) == nil)
    #expect(message(deep(QueryParser.maxDepth + 1)) != nil)
    let long = { (length: Int) in String(repeating: "b", count: length) }
    #expect(message(long(QueryParser.maxLength)) == nil)
    #expect(message(long(QueryParser.maxLength + 1)) != nil)
    #expect(message("/" + long(RegularExpression.maxPatternBytes) + "/") == nil)
    #expect(message("/" + long(RegularExpression.maxPatternBytes + 1) + "/") != nil)
    #expect(message("banjir NEAR/100 longsor") == nil)
    #expect(message("banjir NEAR/1 longsor") == nil)
  }

  @Test("warn of small-letter operators between words and of short stems")
  func warnings() throws {
    let query = try Query(parsing: "banjir dan longsor")
    #expect(
      query.warnings.map(\.description) == [
        "position 7: \"dan\" is looked for as a word of the phrase; write AND in capitals for the "
          + "operator, or quote the phrase"
      ])
    for quiet in ["\"banjir dan longsor\"", "dan banjir", "banjir tidak", "tidak"] {
      #expect(try Query(parsing: quiet).warnings.isEmpty, "\(quiet)")
    }
    for loud in ["a or b", "ya atau tidak", "satu not dua", "hujan tidak turun", "x and y"] {
      #expect(try Query(parsing: loud).warnings.count == 1, "\(loud)")
    }
    #expect(try Query(parsing: "~ibu").warnings.count == 1)
    #expect(try Query(parsing: "~undang").warnings.isEmpty)
  }
}
