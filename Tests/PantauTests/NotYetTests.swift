import PantauTestSupport
import Testing

@Suite("check: what this version does not carry out")
struct NotYetTests {
  @Test("settings without effect are warnings of check")
  func warnings() async throws {
    let site = try Site(
      feeds: #"["file:feed.xml"]"#,
      rest: #", "web": {"listen": "127.0.0.1:0"}"#)
    let run = try await RunningPantau.run(["check", "--config", site.config])
    #expect(run.code == 0)
    for path in ["web"] {
      #expect(
        run.log.contains {
          $0.contains("warning: \(path): it is not carried out by this version.")
        })
    }
  }

  @Test("a stem under four letters is a warning")
  func shortStem() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#, keywords: #"["~api"]"#)
    let run = try await RunningPantau.run(["check", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.log.contains { $0.contains("stem") })
  }
}
