import Foundation
import PantauParse
import Testing

@Suite("The main text of web pages")
struct ArticleTests {
  @Test("there are pages of thirty shapes and more, with what is expected of each")
  func pagesAreThere() { #expect(PageFixture.all.count { !$0.words.isEmpty } >= 30) }

  @Test(
    "nearly all of the text, and hardly anything beside it, is found", arguments: PageFixture.all)
  func each(_ page: PageFixture) {
    let score = page.score
    #expect(score.precision >= 0.9, "precision \(score.precision): \(page.found ?? "nothing")")
    #expect(score.recall >= 0.9, "recall \(score.recall): \(page.found ?? "nothing")")
  }

  @Test("over all pages, 99 of 100 words are right and none of 100 is missed")
  func all() {
    let scores = PageFixture.all.map(\.score)
    let count = Double(scores.count)
    #expect(scores.map(\.precision).reduce(0, +) / count >= 0.99)
    #expect(scores.map(\.recall).reduce(0, +) / count >= 0.99)
  }

  @Test("pages without an article have no main text")
  func none() {
    for page in PageFixture.all where page.words.isEmpty { #expect(page.found == nil) }
    for text in ["", " ", "<", "<html>", "\u{0}", "plain text"] {
      let page = WebPage(Array(text.utf8), contentType: nil, url: "https://kabar.example/1")
      #expect(page.articleText == nil)
    }
  }

  @Test("the canonical URL is absolute, and none is made up")
  func canonical() {
    func canonical(_ head: String) -> String? {
      WebPage(
        Array("<head>\(head)</head><body>".utf8), contentType: nil,
        url: "https://kabar.example/b/1?utm_source=x"
      ).canonicalURL
    }
    #expect(canonical(#"<link rel="canonical" href="/b/1">"#) == "https://kabar.example/b/1")
    #expect(
      canonical(#"<base href="https://lain.example/"><link href="b" rel="x Canonical">"#)
        == "https://lain.example/b")
    #expect(canonical(#"<link rel="canonical" href="">"#) == nil)
    #expect(canonical(#"<link rel="canonical" href="javascript:x">"#) == nil)
    #expect(canonical("") == nil)
  }

  @Test("the page's own charset holds where HTTP names none, and HTTP's where it does")
  func charsets() {
    let text = String(repeating: "Pasar malam di tepi laut dibuka kembali. ", count: 4) + "é"
    var page = Array("<meta charset=\"iso-8859-1\"><p>\(text)".utf8.dropLast(2)) + [0xE9]
    let found = { WebPage(page, contentType: $0, url: "https://kabar.example/1").articleText }
    #expect(found(nil)?.hasSuffix("é") == true)
    #expect(found("text/html")?.hasSuffix("é") == true)
    #expect(found("text/html; charset=windows-1251")?.hasSuffix("й") == true)
    page.insert(0, at: 0)
    #expect(found(nil)?.hasSuffix("é") == true)
  }

  @Test("hostile pages end soon and leave bounded memory")
  func hostile() {
    let deep = String(repeating: "<div>", count: 200_000)
    let crossed =
      String(repeating: "<b><i>", count: 50_000) + String(repeating: "</p>", count: 50_000)
    let attributes = "<p " + String(repeating: "a=1 ", count: 200_000) + ">"
    let nodes = String(repeating: "<br>x", count: 300_000)
    for text in [deep, crossed, attributes, nodes, deep + "<p>x", "<!--" + deep, "<script>" + deep]
    {
      let start = ContinuousClock.now
      _ = WebPage(Array(text.utf8), contentType: nil, url: "https://kabar.example/1")
      #expect(ContinuousClock.now - start < .seconds(20))
    }
  }

  @Test("pages cut off or altered anywhere are read without harm")
  func mutations() {
    for page in PageFixture.all.prefix(12) {
      for step in stride(from: 1, to: page.body.count, by: 97) {
        let cut = Array(page.body.prefix(step))
        _ = WebPage(cut, contentType: nil, url: "https://kabar.example/1")
      }
      for step in stride(from: 0, to: page.body.count, by: 61) {
        var altered = page.body
        altered[step] = [0x3C, 0x00, 0xFF, 0x22, 0x26][step % 5]
        _ = WebPage(altered, contentType: nil, url: "https://kabar.example/1")
      }
    }
  }
}

/// A page in `Pages/` and its main text in the `.expected.txt` beside it.
struct PageFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let body: [UInt8]
  /// The words of the main text; none where the page has none.
  let words: [String]

  var testDescription: String { name }

  var found: String? {
    WebPage(body, contentType: "text/html", url: "https://kabar.example/1").articleText
  }

  /// Which share of the words found is expected, and of those expected found, each word as often as
  /// it stands there.
  var score: (precision: Double, recall: Double) {
    let got = Self.words(of: found ?? "")
    guard !words.isEmpty else { return got.isEmpty ? (1, 1) : (0, 1) }
    guard !got.isEmpty else { return (1, 0) }
    var left: [String: Int] = [:]
    for word in words { left[word, default: 0] += 1 }
    var hits = 0
    for word in got where left[word, default: 0] > 0 {
      left[word, default: 0] -= 1
      hits += 1
    }
    return (Double(hits) / Double(got.count), Double(hits) / Double(words.count))
  }

  static let all: [PageFixture] = load()

  private static func load() -> [PageFixture] {
    guard let folder = Bundle.module.resourceURL?.appendingPathComponent("Pages"),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return names.filter { $0.hasSuffix(".html") }.sorted().map { name in
      let page = folder.appendingPathComponent(name)
      let expected = page.deletingPathExtension().appendingPathExtension("expected.txt")
      return PageFixture(
        name: name, body: (try? Data(contentsOf: page)).map { Array($0) } ?? [],
        words: words(of: (try? String(contentsOf: expected, encoding: .utf8)) ?? ""))
    }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
