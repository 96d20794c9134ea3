import Foundation
import PantauCore
import PantauTestSupport
import Testing

/// A network of its own that leads nowhere.
private enum NoNetwork {
  static let isPossible = (try? Program.run("unshare", ["-rn", "true"], in: "/")) != nil
}

@Suite(
  "A name server that gives no answer",
  .enabled(
    if: NoNetwork.isPossible, "needs the right to make a network without any way out"))
struct NameServerTests {
  @Test("lets the wait grow by a quarter of the interval with each failure, and says what happened")
  func tryAgain() async throws {
    let unshare = try #require(Program.path(of: "unshare"))
    let site = try Site(feeds: #"[{"url": "http://berita.example/rss", "interval": "1h"}]"#)
    for failures in 1...4 {
      let program = try RunningProgram(
        unshare, ["-rn", RunningPantau.binary.path, "run", "--once", "--config", site.config],
        environment: ["PATH": "/usr/bin:/bin"])
      #expect(await program.exitCode() == 0)
      let feeds = try await RunningPantau.run(["feeds", "--json", "--config", site.config])
      let feed = try JSONReader.read(Array(try #require(feeds.output.first).utf8))
      #expect(
        feed["error"]?.string?.hasPrefix(
          "http://berita.example/rss: the name server gave no answer for now: berita.example: ")
          == true)
      let polled = try #require(feed["lastPoll"]?.string.flatMap { ISO8601.parse($0) })
      let next = try #require(feed["nextPoll"]?.string.flatMap { ISO8601.parse($0) })
      // With some chance of ten per cent; four times a half would be three hours.
      let wait = 3_600 * (1 + 0.25 * Double(failures))
      #expect((wait * 0.9 - 1...wait * 1.1 + 1).contains(next.timeIntervalSince(polled)))
    }
  }
}
