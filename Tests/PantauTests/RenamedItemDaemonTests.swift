import PantauTestSupport
import Testing

@Suite("Feeds whose guids cannot be trusted, seen by the daemon")
struct RenamedItemDaemonTests {
  private struct Entry {
    var guid: String
    var link: String
    var title: String
  }

  private static func feed(_ entries: [Entry]) -> [UInt8] {
    let items = entries.map {
      """
      <item><guid isPermaLink="false">\($0.guid)</guid><link>\($0.link)</link>
      <title>\($0.title)</title><description>Isi dari \($0.title).</description></item>
      """
    }
    return Array(
      "<rss version=\"2.0\"><channel><title>Kabar</title>\(items.joined())</channel></rss>".utf8)
  }

  private static let titles = ["Banjir Bontang", "Pasar Bontang", "Jalan Bontang"]

  /// Publishes documents one after the other, each with one item more that nobody knows, and gives
  /// the number of alerts and of notes in the log.
  private func run(_ rounds: [[Entry]]) async throws -> (alerts: Int, notes: Int) {
    let site = try Site(feeds: #"[{"url": "file:feed.xml", "interval": "1s"}]"#)
    func publish(_ round: Int) throws {
      let news = (0..<round).reversed().map {
        Entry(guid: "baru-\($0)", link: "https://kabar.example/baru/\($0)", title: "Bontang \($0)")
      }
      _ = try site.folder.write(Self.feed(news + rounds[round]), to: "feed.xml")
    }
    try publish(0)
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 3 })
    for round in rounds.indices.dropFirst() {
      try publish(round)
      #expect(await daemon.waitForOutput { $0.count >= 3 + round })
    }
    daemon.send(15)
    #expect(await daemon.exitCode() == 0)
    return (daemon.output.count, daemon.log.count { $0.contains("under other guids") })
  }

  @Test("guids that change at every fetch: no known item alerts again, one note in the log")
  func changing() async throws {
    let rounds = (0..<4).map { round in
      Self.titles.enumerated().map {
        Entry(guid: "g\(round)-\($0)", link: "https://kabar.example/\($0)", title: $1)
      }
    }
    #expect(try await run(rounds) == (6, 1))
  }

  @Test("a site that moved to other addresses and guids is recognised by its texts")
  func moved() async throws {
    let rounds = ["lama", "pindah", "pindah"].map { place in
      Self.titles.enumerated().map {
        Entry(guid: "\(place)/\($0)", link: "https://\(place).example/\(place)/\($0)", title: $1)
      }
    }
    #expect(try await run(rounds) == (5, 1))
  }

  @Test("one guid for all items: each of them alerts once, and nothing has to be noted")
  func repeated() async throws {
    let rounds = (0..<3).map { _ in
      Self.titles.enumerated().map {
        Entry(guid: "tetap", link: "https://kabar.example/\($0)", title: $1)
      }
    }
    #expect(try await run(rounds) == (5, 0))
  }
}
