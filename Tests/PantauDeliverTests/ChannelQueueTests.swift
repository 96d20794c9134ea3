import Foundation
import PantauCore
import PantauStore
import Testing

@testable import PantauDeliver

@Suite("A channel's line")
struct ChannelQueueTests {
  private func queue(
    _ home: DeliveryHome, _ sender: ScriptedSender, _ clock: HandClock, waits: [Duration]? = nil
  ) -> ChannelQueue {
    ChannelQueue(
      channel: "c", store: home.store, sender: sender, backoff: ChannelBackoff(waits: waits),
      log: ChannelLog(quietLog, channel: "c"), stop: StopSignal(), clock: { clock.now },
      generator: SeededGenerator(1))
  }

  /// Steps and lets time pass until the line is idle.
  private func run(_ queue: inout ChannelQueue, _ clock: HandClock, steps: Int = 10_000) {
    for _ in 0..<steps {
      switch queue.step() {
      case .now: continue
      case .wait(let until): clock.set(until)
      case .idle, .off: return
      }
    }
    Issue.record("the line never came to rest")
  }

  @Test("messages go out in order, each once")
  func order() throws {
    let home = try DeliveryHome()
    let (sender, clock) = (ScriptedSender(), HandClock())
    var queue = queue(home, sender, clock)
    try home.raise(250, for: ["c", "other"])
    run(&queue, clock)
    #expect(sender.attempts == (1...250).map { "A\($0)" })
    #expect(try home.store.waitingCounts() == ["other": 250])
    #expect(queue.step() == .idle)
  }

  @Test("a failing channel tries its oldest message alone; the first success releases the rest")
  func probe() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, attempt in
      attempt <= 3 ? .channelFailed("no answer") : .delivered
    }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(3, for: ["c"])
    run(&queue, clock)
    #expect(sender.attempts == ["A1", "A1", "A1", "A1", "A2", "A3"])
    let waited = clock.now.timeIntervalSince(noon)
    #expect(waited >= 155 * 0.8 && waited <= 155 * 1.2)
  }

  @Test("the receiver's own wait is kept to the second")
  func retryAfter() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, _ in .channelFailed("429", retryAfter: .seconds(77)) }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(1, for: ["c"])
    #expect(queue.step() == .wait(until: noon + 77))
    clock.advance(76.9)
    #expect(queue.step() == .wait(until: noon + 77))
    #expect(sender.attempts.count == 1)
    clock.advance(0.1)
    _ = queue.step()
    #expect(sender.attempts.count == 2)
  }

  @Test("a restart neither forgets the wait nor starts the waits afresh")
  func restart() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, _ in .channelFailed("no answer") }
    let clock = HandClock()
    var first = queue(home, sender, clock)
    try home.raise(2, for: ["c"])
    for _ in 0..<3 { if case .wait(let until) = first.step() { clock.set(until) } }
    let due = clock.now
    clock.advance(-1)
    var second = queue(home, sender, clock)
    guard case .wait(let until) = second.step() else {
      Issue.record("the wait is forgotten")
      return
    }
    // The outbox keeps milliseconds.
    #expect(abs(until.timeIntervalSince(due)) < 0.002)
    #expect(sender.attempts.count == 3)
    clock.set(due)
    guard case .wait(let until) = second.step() else {
      Issue.record("no wait")
      return
    }
    #expect(until.timeIntervalSince(clock.now) >= 240)
  }

  @Test("a message refused three times steps aside, and the rest goes on")
  func aside() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { message, _ in
      message.id == "A1" ? .refused("422") : .delivered
    }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(3, for: ["c"])
    for _ in 0..<10 {
      guard sender.attempts.count < 5 else { break }
      if case .wait(let until) = queue.step() { clock.set(until) }
    }
    #expect(sender.attempts == ["A1", "A1", "A1", "A2", "A3"])
    #expect(try home.store.waitingCounts() == ["c": 1])
    let next = try #require(try home.store.nextAside(for: "c"))
    #expect(queue.step() == .now || queue.step() == .wait(until: next))
    clock.set(next)
    _ = queue.step()
    #expect(sender.attempts.last == "A1")
  }

  @Test("a message aside becomes a dead letter after 75 h, no earlier")
  func deadLetter() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, _ in .refused("422") }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(1, for: ["c"])
    run(&queue, clock)
    let age = clock.now.timeIntervalSince(noon)
    #expect(age >= 75 * 3_600 && age < 77 * 3_600)
    #expect(try home.store.waitingCounts().isEmpty)
  }

  @Test("a channel that fails for a week loses one message after 75 h and keeps the rest")
  func longOutage() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender { _, _ in
      clock.now < noon + 7 * 86_400 ? .channelFailed("no answer") : .delivered
    }
    var queue = queue(home, sender, clock, waits: [.seconds(6 * 3_600)])
    try home.raise(10, for: ["c"])
    run(&queue, clock)
    #expect(sender.attempts.suffix(8) == ["A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"])
    #expect(try home.store.waitingCounts().isEmpty)
  }

  @Test("who has a message does not wait for those who do not take it, also over a restart")
  func partly() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { message, _ in
      message.id != "A1" || message.rest == ["b"]
        ? .delivered : .partly("no b", rest: ["b"], mayRecover: true)
    }
    let clock = HandClock()
    var first = queue(home, sender, clock)
    try home.raise(3, for: ["c"])
    _ = first.step()
    #expect(sender.attempts == ["A1", "A2", "A3"])
    #expect(clock.now == noon)
    #expect(try home.store.waitingCounts() == ["c": 1])
    var second = queue(home, sender, clock)
    run(&second, clock)
    #expect(sender.attempts == ["A1", "A2", "A3", "A1"])
    #expect(sender.messages.map(\.rest) == [nil, nil, nil, ["b"]])
    #expect((4...6).contains(clock.now.timeIntervalSince(noon)))
    #expect(try home.store.waitingCounts().isEmpty)
  }

  @Test("a receiver that refuses for good what others took is asked once a day, then no more")
  func partlyForGood() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, _ in .partly("no b", rest: ["b"], mayRecover: false) }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(1, for: ["c"])
    run(&queue, clock)
    #expect(sender.attempts.count == 5)
    #expect(clock.now == noon + 4 * 86_400)
    let record = try home.store.deliveries(DeliveryFilter())[0]
    #expect(record.state == .dead)
    #expect(record.problem == "no b")
    _ = try home.store.retryDeliveries(DeliveryFilter())
    #expect(try home.store.waiting(for: "c", limit: 1).map(\.rest) == [["b"]])
  }

  @Test("410 switches the channel off and keeps its messages")
  func gone() throws {
    let home = try DeliveryHome()
    let sender = ScriptedSender { _, _ in .disabled("410") }
    let clock = HandClock()
    var queue = queue(home, sender, clock)
    try home.raise(2, for: ["c"])
    #expect(queue.step() == .off)
    clock.advance(1_000_000)
    #expect(queue.step() == .off)
    #expect(sender.attempts == ["A1"])
    #expect(try home.store.waitingCounts() == ["c": 2])
  }

  @Test("a crash between sending and recording sends again, under the same id")
  func crash() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender(recordedTogether: 100)
    try home.raise(3, for: ["c"])
    // The crash: one process has sent, and its record was never written.
    for message in try home.store.waiting(for: "c", limit: 2) {
      #expect(sender.send(OutgoingMessage(message), stop: StopSignal()) == .delivered)
    }
    var queue = queue(home, sender, clock)
    run(&queue, clock)
    #expect(sender.attempts == ["A1", "A2", "A1", "A2", "A3"])
  }

  @Test("a stop in the middle records what was sent and leaves the rest")
  func stop() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let stop = StopSignal()
    let sender = ScriptedSender(recordedTogether: 100) { message, _ in
      if message.id == "A2" { stop.stop() }
      return .delivered
    }
    var queue = ChannelQueue(
      channel: "c", store: home.store, sender: sender, backoff: ChannelBackoff(),
      log: ChannelLog(quietLog, channel: "c"), stop: stop, clock: { clock.now })
    try home.raise(4, for: ["c"])
    _ = queue.step()
    #expect(sender.attempts == ["A1", "A2"])
    #expect(try home.store.waiting(for: "c", limit: 9).map(\.messageID) == ["A3", "A4"])
    #expect(try home.store.waiting(for: "c", limit: 9).map(\.attempts) == [0, 0])
  }

  @Test("once: each due message is tried once, refused or not")
  func once() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender { message, _ in
      message.id == "A2" ? .refused("422") : .delivered
    }
    var first = queue(home, sender, clock)
    try home.raise(250, for: ["c"])
    first.tryEachOnce()
    #expect(sender.attempts == (1...250).map { "A\($0)" })
    var second = queue(home, sender, clock)
    second.tryEachOnce()
    #expect(sender.attempts.count == 250)
    #expect(try home.store.waitingCounts() == ["c": 1])
  }

  @Test("once: a channel that fails is tried with its oldest message only")
  func onceFailing() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender { _, _ in .channelFailed("no answer") }
    var queue = queue(home, sender, clock)
    try home.raise(5, for: ["c"])
    queue.tryEachOnce()
    #expect(sender.attempts == ["A1"])
    #expect(queue.problem == "no answer")
  }
}
