import PantauCore
import PantauTestSupport
import Testing

@Suite("What a channel hears of a story's copies")
struct StoryUpdateTests {
  private static func feed(_ name: String) -> String {
    """
    <rss version="2.0"><channel><title>\(name)</title><item>
    <title>Wali Kota Bontang meresmikan jembatan layang di Tanjung Laut</title>
    <link>https://\(name).example/jembatan</link><guid isPermaLink="false">\(name)-1</guid>
    <description>Wali Kota Bontang pada Senin pagi meresmikan jembatan layang sepanjang dua ratus
    meter di Tanjung Laut. Jembatan itu dibangun selama delapan belas bulan dengan dana daerah dan
    menghubungkan pelabuhan dengan pasar induk, sehingga truk tidak lagi melewati permukiman warga.
    </description></item></channel></rss>
    """
  }

  @Test("one alert for two outlets; who asks for updates hears of the copy, stdout never does")
  func copy() async throws {
    let receiver = try LoopbackServer(routes: ["/hook": .status(204)])
    let site = try Site(
      feeds: #"["file:satu.xml", "file:dua.xml"]"#,
      rest: """
        , "channels": {"stdout": {"type": "stdout", "format": "json"},
          "hook": {"type": "webhook", "url": "\(receiver.url("/hook"))",
                   "events": ["alert.created", "alert.updated"]}}
        """)
    for name in ["satu", "dua"] {
      _ = try site.folder.write(Array(Self.feed(name).utf8), to: "\(name).xml")
    }
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.output.count == 1)
    let bodies = try receiver.requests.map { try JSONReader.read($0.body) }
    #expect(bodies.map { $0["type"]?.string } == ["alert.created", "alert.updated"])
    #expect(bodies.last?["data"]?["type"]?.string == "alert.updated")
    #expect(bodies.last?["data"]?["story"]?["copies"]?.int == 2)
    #expect(Set(bodies.map { $0["data"]?["id"]?.string }).count == 1)
    #expect(Set(receiver.requests.map { $0.header("webhook-id") }).count == 2)
  }
}
