import PantauTestSupport
import Testing

@Suite("check: stems")
struct ShortStemTests {
  @Test("a stem under four letters is a warning")
  func shortStem() async throws {
    let site = try Site(feeds: #"["file:feed.xml"]"#, keywords: #"["~api"]"#)
    let run = try await RunningPantau.run(["check", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.log.contains { $0.contains("stem") })
  }
}
