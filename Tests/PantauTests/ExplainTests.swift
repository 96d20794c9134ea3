import Foundation
import PantauTestSupport
import Testing

@Suite("explain: why a query matches or does not")
struct ExplainTests {
  private func file(_ text: String) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    return (folder, try folder.write(Array(text.utf8), to: "item.txt"))
  }

  @Test("a match ends with 0, no match with 1, and shows what came closest")
  func textFile() async throws {
    let (folder, item) = try file("Wali Kota Bontang\nBicara soal banjir & <b>longsor</b>.")
    let yes = try await RunningPantau.run(["explain", "Bontang AND longsor", item])
    #expect(yes.code == 0)
    #expect(yes.output.first == "matches: Bontang AND longsor")
    #expect(yes.output.contains { $0.contains("yes  Bontang: \"Bontang\" at word 3 of title") })
    let no = try await RunningPantau.run(["explain", "Bontang NOT banjir", item])
    #expect(no.code == 1)
    #expect(no.output.contains { $0.contains("ruled it out") })
    withExtendedLifetime(folder) {}
  }

  @Test("a query that is not valid ends with 64 and says where, before the item is looked at")
  func wrongQuery() async throws {
    let run = try await RunningPantau.run(["explain", "Bontang AND", "/nonexistent"])
    #expect(run.code == 64)
    #expect(run.log.contains { $0.contains("position ") })
    #expect(try await RunningPantau.run(["explain"]).code == 64)
    #expect(try await RunningPantau.run(["explain", "wali", "kota", "Bontang"]).code == 64)
  }

  @Test(
    "an item that cannot be read ends with 66",
    arguments: ["/nonexistent/item.txt", "http://127.0.0.1:1/item", "{broken}", "{\"title\": 7}"])
  func unreadable(_ item: String) async throws {
    let (folder, path) = try file(item)
    let run = try await RunningPantau.run(["explain", "x y", item.hasPrefix("{") ? path : item])
    #expect(run.code == 66)
    #expect(run.log.count == 1)
    withExtendedLifetime(folder) {}
  }

  @Test("JSON fields are told apart, and one with tags is read as HTML")
  func jsonItem() async throws {
    let (folder, item) = try file(
      #"{"title": "Ban<b>jir</b> di kota", "categories": ["Kaltim"], "authors": ["Sari"]}"#)
    #expect(try await RunningPantau.run(["explain", "title:banjir", item]).code == 0)
    #expect(try await RunningPantau.run(["explain", "category:kaltim", item]).code == 0)
    #expect(try await RunningPantau.run(["explain", "content:banjir", item]).code == 1)
    let json = try await RunningPantau.run(["explain", "author:sari", item, "--json"])
    #expect(json.output.count == 1)
    #expect(json.output.first?.contains("\"matches\":true") == true)
    withExtendedLifetime(folder) {}
  }

  @Test("standard input without text matches nothing")
  func standardInput() async throws {
    #expect(try await RunningPantau.run(["explain", "Bontang", "-"]).code == 1)
  }

  @Test("a page is fetched and read as its text")
  func page() async throws {
    let server = try LoopbackServer { _ in
      .ok(
        "<html><head><title>Kabar Bontang</title></head><body><p>Hujan</p></body></html>",
        headers: [("Content-Type", "text/html")])
    }
    let run = try await RunningPantau.run(
      ["explain", "title:Bontang AND content:hujan", server.url("/berita")])
    #expect(run.code == 0)
  }

  @Test("of a page only the article is read, not the menus beside it")
  func articleOfPage() async throws {
    let paragraph = String(repeating: "Warga membersihkan pantai bersama nelayan. ", count: 12)
    let page =
      "<html><head><title>Kabar</title></head><body><nav><a href='/s'>Samarinda</a></nav>"
      + "<article><p>\(paragraph)</p><p>\(paragraph)</p></article></body></html>"
    let server = try LoopbackServer { _ in
      .ok(page, headers: [("Content-Type", "text/html")])
    }
    let url = server.url("/berita")
    #expect(try await RunningPantau.run(["explain", "nelayan", url]).code == 0)
    #expect(try await RunningPantau.run(["explain", "Samarinda", url]).code == 1)
  }

  @Test("a keyword is judged with its meanings, on an item of the archive by its number")
  func keyword() async throws {
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      keywords: #"""
        [{"name": "PBB", "query": "=PBB", "meanings": {"UN": "dunia", "tax": "pajak"},
          "alertOn": ["UN"]}]
        """#)
    _ = try site.folder.write(
      Array(Site.rss(["PBB dan dunia", "PBB soal pajak"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    func explain(_ arguments: String...) async throws -> (code: Int32?, output: [String]) {
      let run = try await RunningPantau.run(
        ["explain", "--keyword", "PBB", "--config", site.config] + arguments)
      return (run.code, run.output)
    }
    let codes = [try await explain("1").code, try await explain("2").code]
    #expect(Set(codes) == [0, 1])
    #expect(try await explain("99").code == 66)
    let shown = try await explain()
    #expect(shown.code == 0)
    #expect(shown.output.contains("meaning tax (does not alert): pajak"))
    let unknown = try await RunningPantau.run(
      ["explain", "--keyword", "PBN", "--config", site.config])
    #expect(unknown.code == 64)
    #expect(unknown.log.last?.contains("did you mean \"PBB\"?") == true)
  }

  @Test("without an item the stems are shown with the archive's words that share them")
  func stems() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(
      Array(Site.rss(["Undangan rapat", "Undang warga"]).utf8), to: "feed.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let run = try await RunningPantau.run(["explain", "~undang", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.output.last == "stem undang: undang (1), undangan (1)")
  }
}
