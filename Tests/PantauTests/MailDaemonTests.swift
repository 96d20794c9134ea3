import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("Mails of the daemon", .enabled(if: PythonPeer.canRun))
struct MailDaemonTests {
  @Test("an alert goes to a server on this machine as config.json says")
  func mail() async throws {
    let peer = try PythonPeer("mail-server", [#"{"user": "pantau", "password": "r@hasia"}"#])
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {"pagi": {"type": "email", "to": ["humas@example.org"],
          "from": "pantau@example.org", "smtp": "smtp://127.0.0.1:\(peer.port)", "user": "pantau",
          "password": {"env": "SMTP_PASSWORD"}}}
        """)
    _ = try site.folder.write(Array(Site.rss(["Banjir di Bontang – Kuala"]).utf8), to: "feed.xml")
    let run = try await RunningPantau.run(
      ["run", "--once", "--config", site.config], environment: ["SMTP_PASSWORD": "r@hasia"])
    #expect(run.code == 0)
    #expect(run.output == [])
    #expect(peer.told.map { $0["recipients"]?.strings } == [["humas@example.org"]])
    #expect(peer.told.first?["defects"]?.strings == [])
    #expect(peer.told.first?["login"]?.string == "pantau")
  }
}
