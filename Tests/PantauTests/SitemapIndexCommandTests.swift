import PantauCore
import PantauTestSupport
import Testing

@Suite("Sitemap indexes, by the program")
struct SitemapIndexCommandTests {
  @Test("parts that are gzip files raise alerts, however the server labels them")
  func gzipParts() async throws {
    let server = try LoopbackServer { request in Self.answer(to: request) }
    let site = try Site(
      feeds: #"["\#(server.url("/peta.xml"))"]"#,
      rest: #", "channels": {"meja": {"type": "stdout", "format": "json"}}"#)
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    let titles = try run.output.map { line in
      try JSONReader.read(Array(line.utf8))["item"]?["title"]?.string ?? line
    }
    #expect(titles.sorted() == ["Bontang cukup", "Bontang dua", "Bontang satu"])
  }

  private static func answer(to request: RecordedRequest) -> Answer {
    let body: [UInt8]
    var headers = [("Content-Type", "application/xml")]
    switch request.path {
    case "/peta.xml": body = Array(index(host: request.header("Host") ?? "").utf8)
    case "/satu.xml.gz":
      headers = [("Content-Type", "application/gzip")]
      body = Deflate.gzip(part("Bontang satu"))
    case "/dua.xml.gz":
      // The file is one, and the transfer another.
      headers.append(("Content-Encoding", "gzip"))
      body = Deflate.gzip(Deflate.gzip(part("Bontang dua")))
    case "/potong.xml.gz":
      // Its check sum is cut off.
      body = Deflate.gzip(part("Bontang cukup")).dropLast(6)
    default: return .status(404)
    }
    return .status(200, headers: headers, body: body)
  }

  private static func index(host: String) -> String {
    let parts = ["satu", "dua", "tiada", "potong"].map {
      "<sitemap><loc>http://\(host)/\($0).xml.gz</loc></sitemap>"
    }
    return "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\(parts.joined())"
      + "</sitemapindex>"
  }

  private static func part(_ title: String) -> [UInt8] {
    let address = "https://kabar.example/" + title.split(separator: " ").joined(separator: "-")
    return Array(
      """
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>\(address)</loc>
      <news:news><news:title>\(title)</news:title></news:news></url></urlset>
      """.utf8)
  }
}
