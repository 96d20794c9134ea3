import PantauCore
import PantauTestSupport
import Testing

@Suite("Feeds that are polled less often than every ten minutes")
struct SlowedFeedTests {
  private func warnings(_ answer: Answer, interval: String? = nil) async throws -> (
    check: [String], feeds: JSONNode
  ) {
    let server = try LoopbackServer(routes: ["/rss": answer])
    let own = interval.map { ", \"interval\": \"\($0)\"" } ?? ""
    let site = try Site(feeds: "[{\"url\": \"\(server.url("/rss"))\"\(own)}]")
    #expect(try await RunningPantau.run(["run", "--once", "--config", site.config]).code == 0)
    let check = try await RunningPantau.run(["check", "--config", site.config])
    #expect(check.code == 0)
    let feeds = try await RunningPantau.run(["feeds", "--json", "--config", site.config])
    let line = try #require(feeds.output.first)
    return (
      check.log.filter { $0.contains("would poll it") }, try JSONReader.read(Array(line.utf8))
    )
  }

  @Test("are named by check and feeds, with the cause and the interval that would help")
  func named() async throws {
    let fresh = Answer.ok(Site.rss(["Berau"]), headers: [("Cache-Control", "max-age=7200")])
    let found = try await warnings(fresh)
    let sentence = """
      It is polled every 2 h at most, because its answers are fresh for that long (Cache-Control: \
      max-age); "interval": "10m" would poll it every 10 minutes.
      """
    #expect(found.check.count == 1)
    #expect(found.check.first?.contains("warning: feeds[0]: http://127.0.0.1") == true)
    #expect(found.check.first?.hasSuffix(sentence) == true)
    #expect(found.feeds["slowed"]?.string == sentence)
    #expect(found.feeds["why"]?.string?.isEmpty == false)
    #expect(found.feeds["movedTo"]?.string == nil)
  }

  @Test("are not named where the operator wrote an interval")
  func operatorInterval() async throws {
    let found = try await warnings(.ok(Site.rss(["Berau"])), interval: "30m")
    #expect(found.check.isEmpty)
    #expect(found.feeds["slowed"]?.string == nil)
  }

  @Test("are named where the server has not proved its validators")
  func unproven() async throws {
    let found = try await warnings(.ok(Site.rss(["Berau"])))
    #expect(found.check.first?.contains("polled every 30 min at most") == true)
  }
}
