import PantauCore
import PantauHTTP
import PantauTestSupport
import Synchronization
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Ten thousand feeds")
struct ManyFeedsTests {
  private static let count = 10_000
  /// Requests at once: more than there are slow feeds, which wait for all the good ones.
  private static let atOnce = 256
  /// What every tenth feed does, in turn.
  private static let faults = 7

  /// The fault of a feed; nil for one that works.
  private static func fault(of number: Int) -> Int? {
    number % 10 == 3 ? number / 10 % faults : nil
  }

  private static var good: Int { (0..<count).count { fault(of: $0) == nil } }
  private static var slow: Int { (0..<count).count { fault(of: $0) == 6 } }

  private static func document(_ number: Int) -> String {
    SampleFeed(
      .init("\(number)-b", title: "Kabar \(number) dari Bontang"),
      .init("\(number)-a", title: "Kabar \(number)")
    ).xml
  }

  private static func answer(_ path: String, _ gate: Gate) -> Answer {
    guard let number = Int(path.dropFirst()) else { return .redirect(to: "/putar") }
    switch fault(of: number) {
    case nil: return .ok(document(number))
    case 0: return .status(500)
    case 1: return .status(404)
    case 2: return .raw(Answer.head(200, [("Content-Length", "100000")]) + Array("<rss>".utf8))
    case 3: return .ok(webPage)
    case 4: return .redirect(301, to: "/putar")
    case 5:
      let bomb = Deflate.bombHead + Array(repeatElement(Deflate.bombPart, count: 600).joined())
      return .status(200, headers: [("Content-Encoding", "gzip")], body: bomb)
    default: return .ok(document(number)).after(gate)
    }
  }

  @Test("of which one in ten misbehaves: all that work are stored, and the run ends")
  func oneInTenMisbehaves() async throws {
    let home = try EngineHome()
    let gate = Gate()
    let asked = Mutex(0)
    // The slow ones go on once all the good ones have been asked: they hold nobody up.
    let server = try LoopbackServer { request in
      if let number = Int(request.path.dropFirst()), Self.fault(of: number) == nil,
        asked.withLock({ asked in
          asked += 1
          return asked == Self.good
        })
      {
        gate.open()
      }
      return Self.answer(request.path, gate)
    }
    let feeds = (0..<Self.count).map { FeedSettings(url: server.url("/\($0)")) }
    let limits = FetchLimits(
      timeout: .seconds(120), stallTimeout: .seconds(120), maxBodyBytes: 1_000_000)
    let running = try RunningEngine(
      .test(feeds, perHost: Self.atOnce, limits: limits), store: home.store,
      concurrency: Self.atOnce)
    #expect(await running.engine.runOnce())
    await running.stop()
    let works = Self.good + Self.slow
    #expect(running.alerts.count == works)
    #expect(try home.items == 2 * works)
    #expect(try home.count("SELECT count(*) FROM feeds WHERE polls = 1") == Self.count)
    #expect(
      try home.count("SELECT count(*) FROM feeds WHERE last_error IS NOT NULL")
        == Self.count - works)
    #expect(try home.store.waitingCounts() == ["stdout": works])
  }
}
