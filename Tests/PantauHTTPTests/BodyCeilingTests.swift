import PantauCore
import PantauTestSupport
import Testing

@testable import PantauHTTP

/// A budget that knows the most that was ever held.
private final class RecordingBudget: BodyBudget {
  private(set) var most = 0

  override var inTransfer: Int { didSet { note() } }
  override var handedOut: Int { didSet { note() } }

  private func note() { most = max(most, inTransfer + handedOut) }
}

/// Takes bodies and gives them back, all at once, when so many bytes are held.
private final class Receiver: Sendable {
  private let held = Monitor(0)

  func take(_ bytes: Int) { held.update { $0 += bytes } }

  /// Gives back on a thread of its own what has come, each time that it is as much as this.
  func giveBack(each limit: Int, to inbox: FetchInbox, _ waker: FetchWaker) {
    _ = DedicatedThread(name: "receiver") { [held] in
      while true {
        let bytes: Int? = held.wait(until: .now + .seconds(30)) { held in
          guard held >= limit else { return nil }
          defer { held = 0 }
          return held
        }
        guard let bytes else { return }
        if inbox.release(bytes) { waker.wake() }
      }
    }
  }
}

@Suite("The ceiling of body bytes", .timeLimit(.minutes(1)))
struct BodyCeilingTests {
  /// Fetches the same so often, 16 at once; the most body bytes that were held, and how many bodies came.
  private func fetch(
    _ count: Int, from server: LoopbackServer, ceiling: Int, givenBackAt limit: Int
  ) async throws -> (most: Int, bodies: Int) {
    var configuration = FetcherConfiguration(concurrency: 16, maxBufferedBodyBytes: ceiling)
    configuration.longestRest = .seconds(3_600)
    let (inbox, receiver, bodies) = (FetchInbox(maxWaiting: count), Receiver(), Monitor(0))
    for number in 0..<count {
      let job = FetchJob(
        serial: UInt64(number), request: .test(server.url()), countsHandedOut: true,
        completion: { result in
          if result.heldBodyBytes > 0 { bodies.update { $0 += 1 } }
          receiver.take(result.heldBodyBytes)
        })
      #expect(inbox.add(job) != .refused)
    }
    inbox.close(stopAt: .now + .seconds(3_600))
    let most: Int? = await DedicatedThread.blocking { [configuration] in
      guard let multi = CurlMulti(maxConnections: 64) else { return nil }
      receiver.giveBack(each: limit, to: inbox, multi.waker)
      let resolver = NameResolver(maxThreads: 1, lookUp: NameAnswer.ofSystem, onAnswer: {})
      let budget = RecordingBudget(ceiling: ceiling)
      FetchLoop(configuration, inbox, multi, resolver, budget).run()
      return budget.most
    }
    return (try #require(most), bodies.read { $0 })
  }

  @Test(
    "is passed by one body and what is read at a time, also where large ones come side by side",
    arguments: [1, 1_000_000])
  func peak(_ limit: Int) async throws {
    let body = [UInt8](repeating: 1, count: 2_000_000)
    let server = try LoopbackServer { _ in .status(200, body: body) }
    let fetched = try await fetch(32, from: server, ceiling: 1_000_000, givenBackAt: limit)
    #expect(fetched.bodies == 32)
    // Of each connection what libcurl reads at a time (CURL_MAX_WRITE_SIZE).
    #expect(fetched.most <= 1_000_000 + body.count + 16 * 16_384)
  }

  @Test("is reached with its last byte, and never by nothing", arguments: [0, 1, 2_500])
  func edges(_ ceiling: Int) {
    let budget = BodyBudget(ceiling: ceiling)
    #expect(!budget.isFull)
    (budget.inTransfer, budget.handedOut) = (max(ceiling - 1, 1), 0)
    #expect(budget.isFull == (ceiling < 2))
    budget.handedOut = 1
    #expect(budget.isFull)
  }
}
