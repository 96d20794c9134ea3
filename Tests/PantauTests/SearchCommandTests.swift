import GRDB
import PantauTestSupport
import Testing

@Suite("pantau search")
struct SearchCommandTests {
  private func site() async throws -> Site {
    let site = try Site(feeds: #"[{"url": "file:feed.xml", "name": "Kaltim"}, "file:lain.xml"]"#)
    _ = try site.folder.write(
      Array(Site.rss(["Wali Kota Bontang ke pasar", "Banjir di Samarinda"]).utf8), to: "feed.xml")
    _ = try site.folder.write(
      Array(Site.rss(["Pasar wali kota", "東京都庁の会見"], prefix: "lain").utf8), to: "lain.xml")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    return site
  }

  private func search(
    _ site: Site, _ arguments: String...
  ) async throws -> (code: Int32?, output: [String], log: [String]) {
    try await RunningPantau.run(["search", "--config", site.config] + arguments)
  }

  @Test("finds what a run has stored, the last to arrive first, and narrows by feed")
  func finds() async throws {
    let site = try await site()
    let database = try DatabaseQueue(path: site.folder.file("pantau.sqlite3"))
    let watermark = try await database.read { db in
      try Int64.fetchOne(db, sql: "SELECT watermark FROM search_state")
    }
    #expect(watermark == 4, "the run indexes what it has stored")
    let both = try await search(site, "wali kota")
    #expect(both.code == 0)
    #expect(both.output.count == 2)
    let one = try await search(site, "wali kota", "--feed", "Kaltim", "--json")
    #expect(one.output.count == 1)
    #expect(one.output.first?.contains(#""excerpt":"[Wali Kota] Bontang ke pasar""#) == true)
    #expect(one.output.first?.contains(#""name":"Kaltim""#) == true)
    #expect(try await search(site, "東京").output.count == 1)
    #expect(try await search(site, "/ban(jir|dang)/").output.count == 1)
    #expect(try await search(site, "pasar NOT Bontang", "--by", "rank").output.count == 1)
    #expect(try await search(site, "gempa").output.isEmpty)
  }

  @Test("finds what a run has stored and left for the next one to index")
  func unindexed() async throws {
    let site = try await site()
    let database = try DatabaseQueue(path: site.folder.file("pantau.sqlite3"))
    try await database.write { db in
      try db.execute(
        sql: """
          INSERT INTO search (search) VALUES ('delete-all'); UPDATE search_state SET watermark = 0
          """)
    }
    #expect(try await search(site, "wali kota").output.count == 2)
    #expect(try await search(site, "東京", "--by", "rank").output.count == 1)
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let watermark = try await database.read { db in
      try Int64.fetchOne(db, sql: "SELECT watermark FROM search_state")
    }
    #expect(watermark == 4, "the next run indexes it")
    #expect(try await search(site, "wali kota").output.count == 2)
  }

  @Test("says when there is more than it shows")
  func limit() async throws {
    let site = try await site()
    let cut = try await search(site, "pasar", "--limit", "1")
    #expect(cut.output.count == 1)
    #expect(cut.log == ["pantau: there are more; --all or a larger --limit shows them"])
    let all = try await search(site, "pasar", "--limit", "1", "--all")
    #expect(all.output.count == 2)
    #expect(all.log.isEmpty)
  }

  @Test("a wrong query, feed or number ends with 64 and says what is meant")
  func wrong() async throws {
    let site = try await site()
    let query = try await search(site, "pasar AND")
    #expect(query.code == 64)
    #expect(query.log.first?.contains("no valid query") == true)
    let feed = try await search(site, "pasar", "--feed", "Kaltin")
    #expect(feed.code == 64)
    #expect(feed.log == [#"pantau: the archive has no feed "Kaltin"; did you mean "Kaltim"?"#])
    #expect(try await search(site, "pasar", "--limit", "-1").code == 64)
  }
}
