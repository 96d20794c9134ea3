import Foundation
import PantauCore
import PantauStore
import Testing

@testable import PantauWeb

@Suite("The page")
struct AlertSiteTests {
  @Test("the front page shows the newest alert first, with its article, feed, delay and details")
  func frontPage() throws {
    let home = try WebHome()
    let site = home.site()
    #expect(site.get("/").text.contains("<p>No alert yet."))
    try home.raise("Kabar lama")
    let id = try home.raise("Banjir di Bontang", severity: .high, at: noon + 30)
    try home.raise("Warta", field: .content, excerpt: "[VIDEO] di [Bontang]", at: noon - 1)
    let page = site.get("/").text
    let new = try #require(page.range(of: "Details: Banjir di Bontang"))
    let old = try #require(page.range(of: "Kabar lama"))
    #expect(new.lowerBound < old.lowerBound)
    for part in [
      #"<time datetime="2026-11-23T04:00:30Z">2026-11-23 12:00:30</time>"#,
      #"<span class="chip high">high</span>"#,
      #"<a href="https://kabar.example/2" rel="noopener noreferrer">Banjir di <mark>Bontang</mark></a>"#,
      "<bdi>Kaltim &lt;Kini&gt;</bdi> · seen 1 min 30 s after its publication",
      #"href="alerts/\#(id)""#,
      #"<blockquote dir="auto">[VIDEO] di <mark>Bontang</mark></blockquote>"#,
    ] { #expect(page.contains(part), "\(part)") }
  }

  @Test("nothing from a feed, a configuration or an address gets into the page as markup")
  func escaping() throws {
    let home = try WebHome()
    let site = home.site()
    let evil = #"<script>alert(1)</script> "'><img src=x onerror=a&b>"#
    let id = try home.raise(
      evil + "\u{202E}", keyword: evil, url: "javascript:alert(1)", excerpt: "[\(evil)] \(evil)")
    _ = try home.store.acknowledge(id, Acknowledgement(time: noon, author: evil, note: evil))
    let query = FormText.query([.init("keyword", evil), .init("since", "9d")])
    let pages = [
      "/", "/?" + query, "/alerts/\(id)", "/alerts/" + FormText.query([.init("x", evil)]),
      "/?severity=" + query, "/?%3Cscript%3E=1",
    ].map { site.get($0).text }
    for page in pages {
      #expect(!page.contains("<script"))
      #expect(!page.contains("<img"))
      #expect(!page.contains("javascript:"))
      #expect(!page.contains("\u{202E}"))
    }
    #expect(pages[0].contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&gt;&lt;img"))
  }

  @Test("keyword, feed, severity and since choose; a page leads to the older ones")
  func filter() throws {
    let home = try WebHome()
    let site = home.site()
    for number in 1...3 { try home.raise("Kabar \(number)", at: noon + Double(number)) }
    try home.raise("Dunia", keyword: "PBB", severity: .high, at: noon + 59)
    func titles(_ query: String) throws -> [String] {
      let answer = site.get("/api/alerts?" + query)
      #expect(answer.status == .ok)
      return try answer.text.split(separator: "\n").map {
        try #require(JSONReader.read(Array($0.utf8))["item"]?["title"]?.string)
      }
    }
    #expect(try titles("") == ["Kabar 1", "Kabar 2", "Kabar 3", "Dunia"])
    #expect(try titles("keyword=PBB") == ["Dunia"])
    #expect(try titles("severity=normal&limit=2") == ["Kabar 2", "Kabar 3"])
    #expect(try titles("since=58s") == ["Kabar 2", "Kabar 3", "Dunia"])
    #expect(try titles("feed=Kaltim+%3CKini%3E&before=2") == ["Kabar 1"])
    #expect(try titles("feed=lain") == [])
    let page = site.get("/?keyword=Bontang&limit=2").text
    #expect(page.contains(#"<a href="./?keyword=Bontang&before=2">Older</a>"#) == false)
    #expect(page.contains(#"href="./?keyword=Bontang&amp;before=2""#))
    #expect(!page.contains("Kabar 1") && !page.contains("Dunia"))
    let older = site.get("/?keyword=Bontang&before=2").text
    #expect(older.contains("Kabar 1") && older.contains(">Newest</a>"))
    #expect(older.contains(#"<input name="keyword" value="Bontang""#))
    #expect(site.get("/?keyword=lain").text.contains("<p>No alert is as asked for.</p>"))
  }

  @Test("the API gives the objects of `pantau alerts --json`, and where the next ones are")
  func lines() throws {
    let home = try WebHome()
    let site = home.site()
    for _ in 1...3 { try home.raise() }
    _ = try home.store.acknowledge(
      WebHome.id(3), Acknowledgement(time: noon, author: "humas", note: nil))
    let answer = site.get("/api/alerts?limit=2&keyword=Bontang")
    let logged = try home.store.alerts(AlertFilter()).suffix(2)
    #expect(answer.text == logged.map { $0.json + "\n" }.joined())
    #expect(answer.text.contains(#""acknowledged":{"time":"2026-11-23T04:00:00Z","by":"humas""#))
    #expect(answer.type == "application/jsonl; charset=utf-8")
    #expect(
      answer.headers == [.init("Link", #"<alerts?keyword=Bontang&before=2&limit=2>; rel="next""#)])
    #expect(site.get("/api/alerts?limit=3").headers == [])
  }

  @Test(
    "what cannot be read is said, with what can be written",
    arguments: [
      ("severity=hoch", "&quot;severity&quot; takes low, normal or high, not &quot;hoch&quot;."),
      ("limit=0", "&quot;limit&quot; takes a number from 1 to 200, not &quot;0&quot;."),
      ("before=x", "&quot;before&quot; takes a place in the log, not &quot;x&quot;."),
      ("keyord=x", "nothing is known of &quot;keyord&quot;; these can be given: keyword, feed,"),
    ])
  func badQuery(_ query: String, _ sentence: String) throws {
    let answer = try WebHome().site().get("/?" + query)
    #expect(answer.status == .badRequest)
    #expect(answer.text.contains(sentence))
  }

  @Test("one alert with its deliveries; unknown paths and methods are told so")
  func details() throws {
    let home = try WebHome()
    let site = home.site()
    let id = try home.raise()
    let page = site.get("/alerts/\(id)").text
    for part in [
      #"<h1 dir="auto"><a href="https://kabar.example/1""#,
      "not yet (<code>pantau ack \(id)</code>)",
      "<h2>Deliveries</h2>", "<td><bdi>meja</bdi></td><td>waiting</td>",
      #"<a class="chip" href=".././?keyword=Bontang">"#,
    ] { #expect(page.contains(part), "\(part)") }
    #expect(site.get("/alerts/01K").status == .notFound)
    #expect(site.get("/nothing").status == .notFound)
    #expect(site.get("/alerts/\(id)/x").status == .notFound)
    let refused = site.get("/", method: "POST")
    #expect(refused.status == .methodNotAllowed)
    #expect(refused.headers == [.init("Allow", "GET, HEAD")])
    #expect(site.get("/style.css").type == "text/css; charset=utf-8")
  }

  @Test("health tells a daemon that does not do its work; metrics are the daemon's")
  func health() throws {
    let home = try WebHome()
    let site = home.site()
    #expect(site.get("/healthz") == PageResponse("ok\n"))
    home.fail("the poll loop does not answer")
    #expect(site.get("/healthz").status == .unavailable)
    #expect(site.get("/healthz").text == "the poll loop does not answer\n")
    #expect(site.get("/metrics").text == "pantau_deliveries 1\n")
  }

  @Test("on a loopback address only its own names and the public one are answered")
  func hosts() throws {
    let home = try WebHome()
    let local = home.site(publicURL: "https://pantau.example.org/x")
    for host in ["localhost", "127.0.0.1", "[::1]", "pantau.example.org", nil] {
      #expect(local.get("/", host: host).status == .ok)
    }
    #expect(local.get("/", host: "evil.example").status == .misdirected)
    #expect(local.get("/api/alerts", host: "evil.example").status == .misdirected)
    #expect(home.site(host: "0.0.0.0").get("/", host: "evil.example").status == .ok)
  }
}
