import Foundation
import PantauTestSupport
import Testing

@Suite("import and export")
struct OPMLCommandTests {
  private static let list = """
    <opml version="2.0"><body><outline text="kaltim">
      <outline text="Kabar Kaltim" xmlUrl="https://k.example/rss?a=1&amp;b=2"/>
      <outline text="Ada" xmlUrl="https://ada.example/rss"/></outline></body></opml>
    """

  private static let feeds = """
    [
      "https://ada.example/rss"
    ]
    """

  @Test("feeds go into the configuration, and nothing else of it moves; then they come out again")
  func roundTrip() async throws {
    let site = try Site(feeds: Self.feeds)
    let before = try String(contentsOfFile: site.config, encoding: .utf8)
    let opml = try site.folder.write(Array(Self.list.utf8), to: "feeds.opml")
    let trial = try await RunningPantau.run(["import", opml, "--dry-run", "--config", site.config])
    #expect(trial.code == 0)
    #expect(trial.output.last == "1 feed would be added to \(site.config)")
    #expect(try String(contentsOfFile: site.config, encoding: .utf8) == before)

    let run = try await RunningPantau.run(["import", opml, "--config", site.config])
    #expect(run.code == 0)
    #expect(
      run.output == [
        "added   https://k.example/rss?a=1&b=2", "left    https://ada.example/rss is there already",
        "1 feed added to \(site.config); a daemon that runs has to be reloaded",
      ])
    let after = try String(contentsOfFile: site.config, encoding: .utf8)
    let entry =
      #"{"url": "https://k.example/rss?a=1&b=2", "name": "Kabar Kaltim", "group": "kaltim"}"#
    #expect(
      after
        == before.replacing(
          "\"https://ada.example/rss\"", with: "\"https://ada.example/rss\",\n  \(entry)"))

    let export = try await RunningPantau.run(["export", "--config", site.config])
    #expect(export.code == 0)
    #expect(
      export.output.contains(
        #"      <outline type="rss" text="Kabar Kaltim" title="Kabar Kaltim" xmlUrl="https://k.example/rss?a=1&amp;b=2"/>"#
      ))
  }

  @Test("permissions stay, and a symbolic link goes on pointing at the file")
  func replacement() async throws {
    let site = try Site(feeds: "[]")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: site.config)
    let link = site.folder.path + "/link.json"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: site.config)
    let opml = try site.folder.write(Array(Self.list.utf8), to: "feeds.opml")
    #expect(try await RunningPantau.run(["import", opml, "--config", link]).code == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: site.config)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == site.config)
    #expect(try String(contentsOfFile: site.config, encoding: .utf8).contains("k.example"))
    let names = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
    #expect(!names.contains { $0.hasSuffix(".partial") })
  }

  @Test("what is no list, or no configuration, is told with the right exit code")
  func faults() async throws {
    let site = try Site(feeds: "[]")
    let feed = try site.folder.write(Array(Site.rss([]).utf8), to: "feed.xml")
    let noList = try await RunningPantau.run(["import", feed, "--config", site.config])
    #expect(noList.code == 66)
    #expect(noList.log.last?.contains("its outermost element is <rss>, not <opml>.") == true)
    let opml = try site.folder.write(Array(Self.list.utf8), to: "feeds.opml")
    _ = try site.folder.write(Array("{\"keywords\": []}".utf8), to: "config.json")
    let noFeeds = try await RunningPantau.run(["import", opml, "--config", site.config])
    #expect(noFeeds.code == 78)
    #expect(noFeeds.log.last?.contains("there is no list \"feeds\" to add to") == true)
  }
}
