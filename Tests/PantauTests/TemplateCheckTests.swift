import PantauTestSupport
import Testing

@Suite("check: templates")
struct TemplateCheckTests {
  private func check(_ template: String, file: String? = nil) async throws -> [String] {
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: """
        , "channels": {"own": {"type": "webhook", "format": "template",
          "url": "https://example.org/x", "template": \(template)}}
        """)
    _ = try site.folder.write(Array(Site.rss(["Bontang"]).utf8), to: "feed.xml")
    if let file { _ = try site.folder.write(Array(file.utf8), to: "alert.mustache") }
    let run = try await RunningPantau.run(["check", "--config", site.config])
    #expect(run.code == (run.log.contains { $0.contains("error:") } ? 78 : 0))
    return run.log.filter { $0.contains("template") }
  }

  @Test("faults are told with their place, written here or in a file")
  func faults() async throws {
    let here = try await check(#""{{#matches}}\n{{/keywords}}""#)
    #expect(here.count == 1)
    #expect(here[0].contains("channels.own.template: a section is closed by another name"))
    let inFile = try await check(
      #"{"file": "alert.mustache"}"#, file: "{\"text\": \"é{{item.title\"}")
    #expect(inFile.count == 1)
    #expect(inFile[0].contains("/alert.mustache:1:"))
    #expect(inFile[0].contains("a tag is not closed"))
    let noJSON = try await check(#""{\"text\": {{item.title}}}""#)
    #expect(noJSON.first?.contains("what it gives for a test alert is no JSON") == true)
  }

  @Test("a name that no message has is a warning with its place and what was meant")
  func unknownName() async throws {
    let lines = try await check(#""{\"text\": \"{{item.titel}}\"}""#)
    #expect(lines.count == 1)
    #expect(lines[0].contains("warning: channels.own.template: {{item.titel}} is nothing"))
    #expect(lines[0].contains("Did you mean {{item.title}}?"))
  }

  @Test("a right one is taken")
  func right() async throws {
    #expect(try await check(#""{\"text\": \"{{item.title}}\"}""#) == [])
  }
}
