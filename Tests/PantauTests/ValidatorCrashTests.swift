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

  @Test("leaves the old validators or the new ones with their items: nothing is ever missed")
  func atAnyWrite() async throws {
    let version = Monitor(0)
    let server = try Self.server(version)
    let site = try Site(feeds: "[\"\(server.url("/rss"))\"]")
    let arguments = ["run", "--once", "--config", site.config]
    #expect(try await RunningPantau.run(arguments).code == 0)
    version.update { $0 = 1 }
    let database = site.folder.file("pantau.sqlite3")
    let trace = try await WriteTrace.recording(arguments, database: database)

    // On both sides of the commit, by how many items there are.
    var sides: [Int: DatabaseFiles] = [:]
    let copy = try TemporaryFolder()
    let path = copy.file("pantau.sqlite3")
    try trace.replay(on: path) { number, _ in
      let left = try Archive(readingOnly: path)
      defer { try? left.close() }
      let items = try left.number("SELECT count(*) FROM items")
      let validator = try left.texts("SELECT CAST(entity_tag AS TEXT) FROM feeds")
      #expect(validator == [items == 3 ? "\"1\"" : "\"0\""], "after call \(number)")
      if items == 1 || sides[items] == nil { sides[items] = DatabaseFiles(of: path) }
    }
    #expect(sides.keys.sorted() == [1, 3])

    for (items, files) in sides {
      try files.put(at: database)
      #expect(try await RunningPantau.run(arguments).code == 0)
      let asked = server.requests.last?.header("If-None-Match")
      #expect(asked == (items == 3 ? "\"1\"" : "\"0\""), "validators came without their items")
      let whole = try Archive(database)
      #expect(try whole.number("SELECT count(*) FROM items") == 3)
      #expect(try whole.number("SELECT count(*) FROM alerts") == 2)
      try whole.close()
    }
  }
}
