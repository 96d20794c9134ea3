import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("Secrets")
struct SecretLeakTests {
  /// Stands in every place where a secret can.
  private static let mark = "BOCOR"

  private static let environment = [
    "TELEGRAM": "123:\(mark)-telegram", "SLACK_PATH": "\(mark)-slack", "SMTP": "\(mark)-smtp",
    "HEADER": "\(mark)-header",
  ]

  private func channels(_ port: Int, mailPort: Int) -> String {
    let base = "http://127.0.0.1:\(port)"
    let mark = Self.mark
    return """
      , "channels": {
        "slack": {"type": "webhook", "format": "slack", "url": "\(base)/services/\(mark)/x?k=\(mark)"},
        "discord": {"type": "webhook", "format": "discord", "url": {"env": "DISCORD_URL"}},
        "telegram": {"type": "webhook", "format": "telegram", "url": "\(base)",
          "token": {"env": "TELEGRAM"}, "chat": "-100"},
        "ntfy": {"type": "webhook", "format": "ntfy", "url": "\(base)/\(mark)-topic",
          "token": {"file": "token"}},
        "matrix": {"type": "webhook", "format": "matrix", "url": "\(base)",
          "token": {"credential": "matrix"}, "room": "!a:b"},
        "pushover": {"type": "webhook", "format": "pushover", "url": "\(base)/p",
          "token": "\(mark)-pushover", "user": "\(mark)-user"},
        "signed": {"type": "webhook", "url": "http://u:\(mark)@127.0.0.1:\(port)/s",
          "secret": "whsec_\(Data((mark + String(repeating: "x", count: 30)).utf8).base64EncodedString())",
          "headers": {"X-Key": {"env": "HEADER"}}},
        "own": {"type": "webhook", "format": "template", "url": "http://127.0.0.1:1/\(mark)",
          "template": "{{item.title}}", "contentType": "text/plain"},
        "mail": {"type": "email", "to": ["a@example.org"], "smtp": "smtp://127.0.0.1:\(mailPort)",
          "user": "pantau", "password": {"env": "SMTP"}}
      }
      """
  }

  private func texts(in folder: String) throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      // Where the operator wrote them, and the database, which keeps feeds by their URLs.
      .filter { !["config.json", "token"].contains($0) && !$0.hasPrefix("cred") }
      .filter { !$0.hasPrefix("pantau.sqlite3") }
      .map { name in
        let bytes = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        return (name, String(decoding: bytes, as: UTF8.self))
      }
  }

  @Test("no output, listing, error or file of pantau's holds one, whatever the channels answer")
  func nowhere() async throws {
    // Each answer fails and says back what it was sent.
    let receiver = try LoopbackServer { request in
      .status(
        [400, 401, 500, 301][request.path.utf8.count % 4],
        headers: [("Location", "http://127.0.0.1:1" + request.target)], body: request.headerBytes)
    }
    let silent = try LoopbackServer(routes: [:])
    silent.close()
    let feed = try LoopbackServer(routes: [:])
    let mark = Self.mark
    let site = try Site(
      feeds: """
        ["file:feed.xml", {"url": "\(feed.url("/gagal"))", "headers": {"X-Key": {"env": "HEADER"}}},
         "http://orang:\(mark)@127.0.0.1:\(feed.port)/sandi",
         {"url": "\(feed.url("/kunci"))?api=\(mark)", "secretParameters": ["api"]}]
        """,
      rest: channels(receiver.port, mailPort: silent.port))
    _ = try site.folder.write(Array(Site.rss(["Banjir di Bontang"]).utf8), to: "feed.xml")
    _ = try site.folder.write(Array("\(mark)-file\n".utf8), to: "token")
    let credentials = site.folder.file("credentials")
    try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: true)
    _ = try site.folder.write(Array("\(mark)-matrix\n".utf8), to: "credentials/matrix")
    var environment = Self.environment
    environment["DISCORD_URL"] = receiver.url("/api/webhooks/1/\(mark)")
    environment["CREDENTIALS_DIRECTORY"] = credentials
    var outputs: [(String, [String])] = []
    for arguments in [
      ["check"], ["run", "--once"], ["deliveries", "list"], ["deliveries", "list", "--json"],
      ["feeds"], ["feeds", "--failing"], ["feeds", "--json"], ["feeds", "--failing", "--json"],
      ["alerts"], ["alerts", "--json"], ["doctor"], ["run", "--once"],
    ] {
      let run = try await RunningPantau.run(
        arguments + ["--config", site.config], environment: environment)
      outputs.append((arguments.joined(separator: " "), run.output + run.log))
    }
    for (command, lines) in outputs {
      #expect(!lines.isEmpty, "\(command) printed nothing")
      for line in lines where line.contains(mark) { Issue.record("\(command): \(line)") }
    }
    for (name, text) in try texts(in: site.folder.path) where text.contains(mark) {
      Issue.record("file \(name) holds a secret")
    }
    let waiting = outputs.first { $0.0 == "deliveries list --json" }?.1 ?? []
    #expect(waiting.count == 9)
    #expect(receiver.requests.count >= 7)
  }

  @Test("a reload reads secrets of files anew and keeps those of the environment")
  func reload() async throws {
    let receiver = try LoopbackServer(routes: ["/in/": .status(200)])
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "interval": "1s"}]"#,
      rest: """
        , "channels": {"phone": {"type": "webhook", "format": "ntfy",
          "url": "\(receiver.url("/in/topik"))", "token": {"file": "token"},
          "headers": {"X-Env": {"env": "KUNCI"}}}}
        """)
    _ = try site.folder.write(Array("satu\n".utf8), to: "token")
    _ = try site.folder.write(Array(Site.rss(["Bontang satu"], prefix: "a").utf8), to: "feed.xml")
    let daemon = try RunningPantau(
      ["run", "--config", site.config], environment: ["KUNCI": "tetap"])
    await receiver.waitForRequests(1)
    _ = try site.folder.write(Array("dua\n".utf8), to: "token")
    daemon.send(SIGHUP)
    #expect(await daemon.waitForLog { $0.contains { $0.contains("configuration reloaded") } })
    _ = try site.folder.write(
      Array(Site.rss(["Bontang satu", "Bontang dua"], prefix: "a").utf8), to: "feed.xml")
    await receiver.waitForRequests(2)
    daemon.send(SIGTERM)
    #expect(await daemon.exitCode() == 0)
    #expect(
      receiver.requests.map { $0.header("Authorization") } == ["Bearer satu", "Bearer dua"])
    #expect(receiver.requests.map { $0.header("X-Env") } == ["tetap", "tetap"])
    #expect(!daemon.log.contains { $0.contains("satu") || $0.contains("dua\"") })
  }
}
