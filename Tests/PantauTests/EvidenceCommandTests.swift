import Foundation
import PantauCore
import PantauTestSupport
import Testing

@testable import pantau

@Suite("Evidence")
struct EvidenceCommandTests {
  private static let page =
    "<html><body><article><p>Air pasang menggenangi Bontang Kuala sejak subuh, dan warga memindahkan "
    + "barang ke lantai atas.</p><p>Petugas menunggu air surut pada sore hari, kata kepala kelurahan."
    + "</p></article></body></html>"

  private static func feed(_ server: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0"><channel><title>Kabar Uji</title>
    <item><title>Bontang siaga</title><guid isPermaLink="false">a</guid><link>\(server)/a</link></item>
    <item><title>Pasar murah</title><guid isPermaLink="false">b</guid></item>
    </channel></rss>
    """
  }

  /// Polls a feed once and gives the alert's id.
  private func alert(_ site: Site) async throws -> String {
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    let line = try #require(run.output.first)
    return try #require(Alert(json: try JSONReader.read(Array(line.utf8)))?.id)
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test(
    "shows an article that is gone by now as it was received, feed and page, with their headers")
  func gone() async throws {
    let isGone = Monitor(false)
    let own = Monitor("")
    let server = try LoopbackServer { request in
      if isGone.read({ $0 }) { return .status(410) }
      switch request.path {
      case "/rss": return .ok(Self.feed(own.read { $0 }), headers: [("ETag", "\"uji\"")])
      case "/a": return .ok(Self.page, headers: [("Content-Type", "text/html"), ("X-Edisi", "7")])
      default: return .status(404)
      }
    }
    own.update { $0 = server.url("").trimmingCharacters(in: ["/"]) }
    let site = try Site(feeds: #"[{"url": "\#(server.url("/rss"))", "fullText": true}]"#)
    let id = try await alert(site)
    isGone.update { $0 = true }
    let folder = site.folder.file("bukti")
    let written = try await RunningPantau.run(
      ["evidence", id, folder, "--config", site.config])
    #expect(written.code == 0, "\(written.log)")
    #expect(
      try files(folder) == [
        "README.txt", "SHA256SUMS", "alert.json", "evidence.warc.gz", "feed-headers.txt",
        "feed-item.xml", "feed-start.xml", "page-headers.txt", "page.html", "versions.txt",
      ])
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    let document = Self.feed(own.read { $0 })
    #expect(try text("feed-item.xml").hasPrefix("<item><title>Bontang siaga</title>"))
    #expect(document.contains(try text("feed-start.xml") + (try text("feed-item.xml"))))
    #expect(try text("page.html") == Self.page)
    #expect(try text("page-headers.txt").contains("X-Edisi: 7\r\n"))
    #expect(try text("feed-headers.txt").contains("ETag: \"uji\"\r\n"))
    #expect(try text("versions.txt").contains("memindahkan"))
    try Program.run("sha256sum", ["--strict", "-c", "SHA256SUMS"], in: folder)
    let again = try await RunningPantau.run(["evidence", id, folder, "--config", site.config])
    #expect(again.code == 1)
    #expect(again.log.first?.contains("no empty folder") == true)
  }

  @Test(
    "its WARC files pass the reference reader with every digest, and its indexer finds the records",
    .enabled(if: PythonPeer.canRun, "scripts/test installs warcio"), arguments: [false, true])
  func reference(plain: Bool) async throws {
    let server = try LoopbackServer { request in
      .ok(Self.feed("https://kabar.example"), headers: [("Content-Type", "application/rss+xml")])
    }
    let site = try Site(feeds: #"["\#(server.url("/rss?a=b"))"]"#)
    let id = try await alert(site)
    let folder = site.folder.file("bukti")
    let written = try await RunningPantau.run(
      ["evidence", id, folder, "--config", site.config] + (plain ? ["--plain"] : []))
    #expect(written.code == 0)
    let file = folder + (plain ? "/evidence.warc" : "/evidence.warc.gz")
    let checked = try PythonPeer.run(module: "warcio.cli", ["check", "-v", file])
    #expect(checked.code == 0, "\(checked.output)")
    #expect(checked.output.contains { $0.contains("digest pass") })
    #expect(!checked.output.contains { $0.contains("not checked") })
    let index = try PythonPeer.run(module: "warcio.cli", ["index", "-f", "warc-type", file])
    #expect(
      index.output.compactMap { line in
        try? JSONReader.read(Array(line.utf8))["warc-type"]?.string
      } == ["warcinfo", "response", "resource", "resource", "metadata"])
    // A bit that changes is noticed.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/feed-item.xml"))
    bytes[9] ^= 1
    try bytes.write(to: URL(fileURLWithPath: folder + "/feed-item.xml"))
    #expect(throws: Program.Failure.self) {
      try Program.run("sha256sum", ["-c", "SHA256SUMS"], in: folder)
    }
  }

  @Test("an unknown alert is told, and nothing is written")
  func unknown() async throws {
    let site = try Site(feeds: #"[{"url": "file:feed.xml"}]"#)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    _ = try await alert(site)
    let run = try await RunningPantau.run(
      ["evidence", "01XYZ", site.folder.file("bukti"), "--config", site.config])
    #expect(run.code == 66)
    #expect(run.log == ["pantau: the archive has no alert 01XYZ."])
    #expect(!FileManager.default.fileExists(atPath: site.folder.file("bukti")))
  }
}
