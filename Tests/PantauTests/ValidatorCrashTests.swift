import Foundation
import PantauCore
import PantauTestSupport
import Testing

@Suite("A crash between an answer and its commit", .enabled(if: Injection.isPossible))
struct ValidatorCrashTests {
  private static let titles = [["Berau"], ["Pasar Bontang", "Pelabuhan Bontang", "Berau"]]

  /// A server whose feed changes once; its validator is the number of the version.
  private static func server(_ version: Monitor<Int>) throws -> LoopbackServer {
    try LoopbackServer { request in
      let number = version.read { $0 }
      guard request.header("If-None-Match") != "\"\(number)\"" else { return .status(304) }
      return .ok(Site.rss(titles[number].reversed()), headers: [("ETag", "\"\(number)\"")])
    }
  }

  /// What the run after the crash asks with.
  private func validatorAfter(_ injection: Injection) async throws -> String? {
    let version = Monitor(0)
    let server = try Self.server(version)
    let site = try Site(feeds: "[\"\(server.url("/rss"))\"]")
    let arguments = ["run", "--once", "--config", site.config]
    #expect(try await RunningPantau.run(arguments).code == 0)
    version.update { $0 = 1 }
    let broken = try await RunningPantau.run(arguments, under: injection)
    #expect(broken.code == 128 + SIGKILL, "the call was never made")
    let path = site.folder.file("pantau.sqlite3")
    let left = try Archive(path)
    let items = try left.number("SELECT count(*) FROM items")
    try left.close()
    let next = try await RunningPantau.run(arguments)
    #expect(next.code == 0)
    let asked = server.requests.last?.header("If-None-Match")
    #expect(asked == (items == 3 ? "\"1\"" : "\"0\""), "validators came without their items")
    let whole = try Archive(path)
    #expect(try whole.number("SELECT count(*) FROM items") == 3)
    #expect(try whole.number("SELECT count(*) FROM alerts") == 2)
    return asked
  }

  @Test("leaves the old validators or the new ones with their items: nothing is ever missed")
  func atAnyWrite() async throws {
    var asked: Set<String?> = []
    let once = Injection.kills("pwrite64", [1, 2, 3, 5])
    for injection in once { asked.insert(try await validatorAfter(injection)) }
    // Whether the run before has left its log behind is chance, and with it which sync this is.
    for _ in 1...10 where asked.count < 2 {
      for injection in Injection.kills("fdatasync", [1, 2]) {
        asked.insert(try await validatorAfter(injection))
      }
    }
    // The kills stand on both sides of the commit.
    #expect(asked == ["\"0\"", "\"1\""])
  }
}
