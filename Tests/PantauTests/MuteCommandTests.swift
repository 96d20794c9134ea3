import PantauCore
import PantauTestSupport
import Testing

@Suite("pantau mute and unmute")
struct MuteCommandTests {
  private func muted(_ lines: [String]) -> [Bool] {
    lines.compactMap { (try? JSONReader.read(Array($0.utf8)))?["muted"]?.bool }
  }

  @Test("a mute holds at once for the daemon that runs, and ends as soon")
  func running() async throws {
    let site = try Site(
      feeds: #"[{"url": "file:feed.xml", "interval": "1s"}]"#, keywords: #"["Bontang", "PBB"]"#)
    func publish(_ titles: [String]) throws {
      _ = try site.folder.write(Array(Site.rss(titles).utf8), to: "feed.xml")
    }
    try publish(["PBB satu"])
    let daemon = try RunningPantau(["run", "--config", site.config])
    #expect(await daemon.waitForOutput { $0.count == 1 })
    let mute = try await RunningPantau.run(
      ["mute", "Bontang", "--for", "2h", "--reason", "pawai", "--by", "humas"]
        + ["--config", site.config])
    #expect(mute.code == 0)
    try publish(["PBB satu", "Bontang dua", "PBB tiga"])
    #expect(await daemon.waitForOutput { $0.count == 2 })
    let unmute = try await RunningPantau.run(["unmute", "Bontang", "--config", site.config])
    #expect(unmute.output == ["Bontang is heard again."])
    try publish(["PBB satu", "Bontang dua", "PBB tiga", "Bontang empat"])
    #expect(await daemon.waitForOutput { $0.count == 3 })
    daemon.send(15)
    #expect(await daemon.exitCode() == 0)
    #expect(muted(daemon.output) == [false, false, false])
    let log = try await RunningPantau.run(["alerts", "--json", "--config", site.config])
    #expect(muted(log.output).sorted { !$0 && $1 } == [false, false, false, true])
  }

  @Test("without a keyword the mutes in force are listed; wrong use says what to do")
  func listing() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#)
    _ = try site.folder.write(Array(Site.rss([]).utf8), to: "feed.xml")
    func run(_ arguments: String...) async throws -> (code: Int32?, output: [String], log: [String])
    {
      try await RunningPantau.run(arguments + ["--config", site.config])
    }
    #expect(try await run("mute", "PBB", "--for", "2h").code == 66)
    _ = try await run("run", "--once")
    #expect(try await run("mute", "PBB", "--for", "2h", "--by", "piket").code == 0)
    let list = try await run("mute", "--json")
    let node = try JSONReader.read(Array(list.output.joined().utf8))
    #expect(node["keyword"]?.string == "PBB")
    #expect(node["by"]?.string == "piket")
    #expect(try await run("mute").output.last?.contains("piket") == true)
    let unknown = try await run("mute", "Bontan", "--for", "2h")
    #expect(unknown.code == 64)
    #expect(
      unknown.log == ["pantau: no keyword has the name \"Bontan\"; did you mean \"Bontang\"?"])
    #expect(try await run("mute", "PBB").code == 64)
    #expect(try await run("mute", "PBB", "--for", "0s").code == 64)
    let silent = try await run("unmute", "Bontang")
    #expect(silent.code == 1)
    #expect(silent.log == ["pantau: Bontang is not muted; `pantau mute` lists mutes."])
  }
}
