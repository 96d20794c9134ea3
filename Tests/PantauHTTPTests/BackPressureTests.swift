import PantauTestSupport
import Synchronization
import Testing

@testable import PantauHTTP

/// Collects results handed out on the fetch thread, and lets a test wait for them.
final class ResultBox: Sendable {
  private let stream: AsyncStream<FetchResult>
  private let continuation: AsyncStream<FetchResult>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func add(_ result: FetchResult) { continuation.yield(result) }

  func next(_ count: Int) async -> [FetchResult] {
    var found: [FetchResult] = []
    for await result in stream {
      found.append(result)
      if found.count == count { break }
    }
    return found
  }
}

@Suite("Back-pressure", .timeLimit(.minutes(1)))
struct BackPressureTests {
  @Test("no more requests are sent at once than allowed")
  func concurrency() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in Answer.ok("x").after(gate) }
    let box = ResultBox()
    let fetcher = try Fetcher(configuration: FetcherConfiguration(concurrency: 3)) { box.add($0) }
    for number in 0..<8 {
      let isTaken = fetcher.submit(.test(server.url(), id: UInt64(number)))
      #expect(isTaken)
    }
    await server.waitForRequests(3)
    #expect(server.requests.count == 3)
    gate.open()
    let results = await box.next(8)
    #expect(Set(results.map(\.id)) == Set(0..<8))
    #expect(server.connections == 3)
  }

  @Test("a full line takes no more, and takes again when there is room")
  func line() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in Answer.ok("x").after(gate) }
    let box = ResultBox()
    let fetcher = try Fetcher(
      configuration: FetcherConfiguration(concurrency: 1, maxWaiting: 2)
    ) { box.add($0) }
    #expect(fetcher.submit(.test(server.url())))
    await server.waitForRequests(1)
    // The first one has left the line when the thread looks again.
    var taken = 1
    while taken < 3 { taken += fetcher.submit(.test(server.url())) ? 1 : 0 }
    #expect(!fetcher.submit(.test(server.url())))
    gate.open()
    #expect(await box.next(3).count == 3)
    #expect(await fetcher.fetch(.test(server.url())).error == nil)
  }

  @Test("held bodies stop new requests until they are given back")
  func ceiling() async throws {
    let body = [UInt8](repeating: 1, count: 1_000)
    let server = try LoopbackServer { _ in .status(200, body: body) }
    let box = ResultBox()
    let fetcher = try Fetcher(
      configuration: FetcherConfiguration(concurrency: 1, maxBufferedBodyBytes: 2_500)
    ) { box.add($0) }
    for number in 0..<6 { #expect(fetcher.submit(.test(server.url(), id: UInt64(number)))) }
    let first = await box.next(3)
    #expect(first.map(\.heldBodyBytes) == [1_000, 1_000, 1_000])
    #expect(server.requests.count == 3)
    fetcher.releaseBody(of: first[0])
    #expect(await box.next(1).count == 1)
    fetcher.releaseBody(3_000)
    #expect(await box.next(2).count == 2)
    #expect(server.requests.count == 6)
  }

  @Test("the storage of a body that is done with is used again for one of about its size")
  func spareStorage() {
    func place(_ body: [UInt8]) -> UnsafeRawPointer? { body.withUnsafeBytes { $0.baseAddress } }
    let budget = BodyBudget(ceiling: 500_000)
    let spare = budget.storage(for: 100_000)
    let known = place(spare)
    budget.keep([spare])
    #expect(place(budget.storage(for: 70_000)) != known)
    #expect(place(budget.storage(for: 120_000)) != known)
    #expect(place(budget.storage(for: 90_000)) == known)
    #expect(place(budget.storage(for: 90_000)) != known)
    budget.handedOut = 410_000
    budget.keep([spare])
    #expect(place(budget.storage(for: 90_000)) != known, "storage is kept beyond the ceiling")
  }

  @Test("a receiver that gives nothing back holds answers up for a while, not for ever")
  func longRest() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in
      Answer.status(200, body: [UInt8](repeating: 1, count: 1_000)).after(gate)
    }
    let box = ResultBox()
    var configuration = FetcherConfiguration(concurrency: 8, maxBufferedBodyBytes: 2_500)
    configuration.longestRest = .milliseconds(10)
    let fetcher = try Fetcher(configuration: configuration) { box.add($0) }
    for number in 0..<8 { #expect(fetcher.submit(.test(server.url(), id: UInt64(number)))) }
    await server.waitForRequests(8)
    gate.open()
    #expect(await box.next(8).allSatisfy { $0.error == nil })
    await fetcher.shutdown(within: .zero)
  }

  @Test("many large bodies at once come through a small ceiling, one after the other at worst")
  func pausing() async throws {
    let body = (0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let server = try LoopbackServer { _ in .status(200, body: body) }
    let fetcher = try Fetcher(
      configuration: FetcherConfiguration(concurrency: 16, maxBufferedBodyBytes: 500_000))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<48 {
        group.addTask {
          let response = try await fetcher.fetch(.test(server.url())).response
          #expect(response.body == body)
        }
      }
      try await group.waitForAll()
    }
  }
}

@Suite("Ending", .timeLimit(.minutes(1)))
struct EndingTests {
  @Test("a shutdown lets transfers end within its time")
  func patient() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in Answer.ok("x").after(gate) }
    let box = ResultBox()
    let fetcher = try Fetcher { box.add($0) }
    #expect(fetcher.submit(.test(server.url())))
    await server.waitForRequests(1)
    async let ended: Void = fetcher.shutdown(within: .seconds(30))
    gate.open()
    await ended
    #expect(try await box.next(1).first?.response.status == 200)
    #expect(!fetcher.submit(.test(server.url())))
    #expect(await fetcher.fetch(.test(server.url())).error?.kind == .cancelled)
  }

  @Test("a shutdown cancels what does not end, waiting requests too, and tells each")
  func impatient() async throws {
    let server = try LoopbackServer { _ in Answer(steps: [.wait(Gate())]) }
    let box = ResultBox()
    let fetcher = try Fetcher(configuration: FetcherConfiguration(concurrency: 1)) { box.add($0) }
    for number in 0..<3 { #expect(fetcher.submit(.test(server.url(), id: UInt64(number)))) }
    await server.waitForRequests(1)
    await fetcher.shutdown(within: .milliseconds(50))
    let results = await box.next(3)
    #expect(results.allSatisfy { $0.error?.kind == .cancelled })
    #expect(Set(results.map(\.id)) == [0, 1, 2])
  }

  @Test("two shutdowns at once both return")
  func twice() async throws {
    let fetcher = try Fetcher()
    async let one: Void = fetcher.shutdown(within: .seconds(1))
    async let two: Void = fetcher.shutdown(within: .zero)
    _ = await (one, two)
    await fetcher.shutdown(within: .zero)
  }

  @Test("everything can be cancelled, and the fetcher serves on")
  func cancelAll() async throws {
    let server = try LoopbackServer { request in
      request.path == "/slow" ? Answer(steps: [.wait(Gate())]) : .ok("x")
    }
    let box = ResultBox()
    let fetcher = try Fetcher(configuration: FetcherConfiguration(concurrency: 1)) { box.add($0) }
    for _ in 0..<3 { #expect(fetcher.submit(.test(server.url("/slow")))) }
    await server.waitForRequests(1)
    fetcher.cancelAll()
    #expect(await box.next(3).allSatisfy { $0.error?.kind == .cancelled })
    #expect(try await fetcher.fetch(.test(server.url("/"))).response.status == 200)
  }

  @Test("a cancelled task cancels its fetch and no other")
  func task() async throws {
    let gate = Gate()
    let server = try LoopbackServer { _ in Answer.ok("x").after(gate) }
    let fetcher = try Fetcher()
    let cancelled = Task { await fetcher.fetch(.test(server.url("/a"))) }
    let kept = Task { await fetcher.fetch(.test(server.url("/b"))) }
    await server.waitForRequests(2)
    cancelled.cancel()
    #expect(await cancelled.value.error?.kind == .cancelled)
    gate.open()
    #expect(try await kept.value.response.status == 200)
  }

  @Test("a task cancelled before it fetches gets its answer as well")
  func early() async throws {
    let server = try LoopbackServer { _ in Answer(steps: [.wait(Gate())]) }
    let fetcher = try Fetcher()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await fetcher.fetch(.test(server.url()))
    }
    #expect(await task.value.error?.kind == .cancelled)
  }

  @Test("a fetcher that is let go ends what it had under way")
  func letGo() async throws {
    let server = try LoopbackServer { _ in Answer(steps: [.wait(Gate())]) }
    let box = ResultBox()
    do {
      let fetcher = try Fetcher { box.add($0) }
      #expect(fetcher.submit(.test(server.url())))
      await server.waitForRequests(1)
    }
    #expect(await box.next(1).first?.error?.kind == .cancelled)
  }
}
