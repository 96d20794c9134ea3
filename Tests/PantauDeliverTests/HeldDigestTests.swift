import Foundation
import PantauCore
import PantauStore
import Testing

@testable import PantauDeliver

@Suite("Digests")
struct HeldDigestTests {
  /// 2026-11-23 in UTC; `noon` is its 04:00.
  private func at(_ hour: Int, _ minute: Int = 0, day: Int = 23) -> Date {
    noon + Double((day - 23) * 86_400 + (hour - 4) * 3_600 + minute * 60)
  }

  private let utc = WallClock { _ in 0 }

  private func queue(
    _ home: DeliveryHome, _ sender: ScriptedSender, _ clock: HandClock, _ holding: Holding
  ) -> ChannelQueue {
    ChannelQueue(
      channel: "c", store: home.store, sender: sender,
      backoff: ChannelBackoff(waits: [.seconds(60)]), log: ChannelLog(quietLog, channel: "c"),
      stop: StopSignal(), holding: holding, clock: { clock.now }, generator: SeededGenerator(1))
  }

  /// Steps, and lets time pass, until that instant.
  private func run(_ queue: inout ChannelQueue, _ clock: HandClock, until end: Date) {
    for _ in 0..<10_000 {
      switch queue.step() {
      case .now: continue
      case .wait(let until) where until <= end: clock.set(until)
      case .wait, .idle, .off: return clock.set(end)
      }
    }
    Issue.record("the line never came to rest")
  }

  @Test("alerts go out together at the times of day, high ones at once")
  func daily() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    let holding = Holding(digest: .daily([7 * 60 + 30, 16 * 60]), clock: utc)
    var queue = queue(home, sender, clock, holding)
    try home.raise(3, for: ["c"])
    try home.raise(1, for: ["c"], severity: .high)
    #expect(queue.step() == .now)
    #expect(sender.attempts == ["A4"])
    #expect(queue.step() == .wait(until: at(7, 30)))
    run(&queue, clock, until: at(7, 31))
    #expect(sender.messages.count == 2)
    let digest = try #require(sender.messages.last?.digest)
    #expect(digest.alerts == ["A1", "A2", "A3"])
    #expect(digest.groups.map(\.keyword) == ["Bontang"])
    #expect(queue.step() == .idle)
    #expect(try home.store.waitingCounts().isEmpty)
  }

  @Test("a digest whose time passed while pantau was down goes out at the start")
  func missed() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    try home.raise(2, for: ["c"])
    clock.set(at(9, day: 25))
    var queue = queue(home, sender, clock, Holding(digest: .daily([7 * 60 + 30]), clock: utc))
    while queue.step() == .now {}
    #expect(sender.messages.map(\.digest?.count) == [2])
  }

  @Test("every so long: at the latest so long after the first alert")
  func every() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    var queue = queue(home, sender, clock, Holding(digest: .every(.seconds(7_200)), clock: utc))
    #expect(queue.step() == .idle)
    try home.raise(2, for: ["c"])
    #expect(queue.step() == .wait(until: noon + 7_200))
    run(&queue, clock, until: noon + 7_200)
    while queue.step() == .now {}
    #expect(sender.messages.map(\.digest?.count) == [2])
  }

  @Test("what quiet hours held goes out as one digest, what came before and after by itself")
  func afterQuiet() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    // The alerts of `raise` are of 04:00, inside the quiet.
    let night = QuietHours(from: 22 * 60, to: 6 * 60, endsInDigest: true)
    var queue = queue(home, sender, clock, Holding(quietHours: night, clock: utc))
    try home.raise(3, for: ["c"])
    #expect(queue.step() == .wait(until: at(6)))
    clock.set(at(6))
    while queue.step() == .now {}
    #expect(sender.messages.map(\.digest?.count) == [3])
    try home.raise(2, for: ["c"], at: at(7))
    clock.set(at(7))
    while queue.step() == .now {}
    #expect(sender.attempts.suffix(2) == ["A4", "A5"])
  }

  @Test("a digest that a failing channel makes late goes before what came after its alerts")
  func late() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender { _, _ in
      clock.now < noon + 4 * 3_600 ? .channelFailed("no answer") : .delivered
    }
    let night = QuietHours(from: 22 * 60, to: 6 * 60, endsInDigest: true)
    var queue = queue(home, sender, clock, Holding(quietHours: night, clock: utc))
    try home.raise(1, for: ["c"], severity: .high)
    try home.raise(3, for: ["c"])
    run(&queue, clock, until: at(6) - 10)
    // The probe is due again after the quiet has ended, and after more alerts have come.
    clock.set(at(6, 1))
    try home.raise(2, for: ["c"], at: at(6, 1))
    run(&queue, clock, until: at(9))
    let delivered = sender.messages.suffix(4)
    #expect(delivered.map { $0.digest?.alerts } == [nil, ["A2", "A3", "A4"], nil, nil])
    #expect(delivered.map(\.id).filter { $0.hasPrefix("A") } == ["A1", "A5", "A6"])
  }

  @Test("the summary of a storm goes before the rest of the storm")
  func stormFirst() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender(summarizesAbove: 20))
    try home.raise(ChannelQueue.stormBatch + 5, for: ["c"])
    var queue = queue(home, sender, clock, Holding(clock: utc))
    while queue.step() == .now {}
    #expect(sender.messages.first?.digest?.count == ChannelQueue.stormBatch)
    #expect(sender.attempts.dropFirst() == ["A1001", "A1002", "A1003", "A1004", "A1005"])
  }

  @Test("a digest keeps its id and its alerts over failures and restarts")
  func stable() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender { _, attempt in
      attempt < 3 ? .channelFailed("no answer") : .delivered
    }
    let holding = Holding(digest: .daily([7 * 60]), clock: utc)
    try home.raise(2, for: ["c"])
    clock.set(at(7))
    for _ in 0..<3 {
      var restarted = queue(home, sender, clock, holding)
      while restarted.step() == .now {}
      try home.raise(1, for: ["c"], at: at(7, 1))
      clock.advance(90)
    }
    #expect(Set(sender.attempts).count == 1)
    #expect(
      sender.messages.map { $0.digest?.alerts } == [["A1", "A2"], ["A1", "A2"], ["A1", "A2"]])
    let states = try home.store.deliveries(DeliveryFilter()).map(\.state)
    #expect(states.count { $0 == .delivered } == 3)
    #expect(states.count { $0 == .waiting } == 3)
  }

  @Test("a digest longer than the receiver takes is split, nothing is left out")
  func split() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender(maxDigestBytes: 4_000))
    try home.raise(60, for: ["c"])
    clock.set(at(7))
    var queue = queue(home, sender, clock, Holding(digest: .daily([7 * 60]), clock: utc))
    while queue.step() == .now {}
    #expect(sender.messages.count > 1)
    #expect(sender.messages.allSatisfy { $0.object.utf8.count <= 4_000 })
    #expect(sender.messages.flatMap { $0.digest?.alerts ?? [] } == (1...60).map { "A\($0)" })
  }

  @Test("a dropped digest takes its alerts along, a dead one brings them back on retry")
  func states() throws {
    let home = try DeliveryHome()
    try home.raise(2, for: ["c"])
    let members = try home.store.waiting(for: "c", limit: 9).map(\.id)
    try home.store.makeDigest(
      Notice(id: "D", type: "digest", time: noon, object: "{}"), of: members, for: "c")
    let line = try home.store.waiting(for: "c", limit: 9)
    #expect(line.map(\.messageID) == ["D"])
    func states() throws -> Set<DeliveryState> {
      Set(try home.store.deliveries(DeliveryFilter()).map(\.state))
    }
    try home.store.record([(line[0].id, .dead("gone"), noon)])
    #expect(try states() == [.dead])
    #expect(try home.store.retryDeliveries(DeliveryFilter()) == ["c": 1])
    #expect(try states() == [.waiting])
    #expect(try home.store.dropDeliveries(DeliveryFilter(id: "D")) == ["c": 1])
    #expect(try states() == [.dropped])
  }

  @Test("tests pass quiet hours and digests, other notices digests alone")
  func notices() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    let night = QuietHours(from: 22 * 60, to: 6 * 60)
    let holding = Holding(quietHours: night, digest: .daily([9 * 60]), clock: utc)
    var queue = queue(home, sender, clock, holding)
    try home.raise(1, for: ["c"])
    try home.store.announce(
      Notice(id: "F", type: "feed.failing", time: noon, object: "{}"), to: ["c"])
    try home.store.announce(.test(id: "T", time: noon), to: ["c"])
    while queue.step() == .now {}
    #expect(sender.attempts == ["T"])
    clock.set(at(6))
    while queue.step() == .now {}
    #expect(sender.attempts == ["T", "F"])
    clock.set(at(9))
    while queue.step() == .now {}
    #expect(sender.messages.last?.digest?.alerts == ["A1"])
  }
}

@Suite("A clock on the wall")
struct WallClockTests {
  private let change = Date(timeIntervalSince1970: 1_774_746_000)

  /// Central European time at the change of 2026-03-29, 01:00 UTC.
  private var spring: WallClock { WallClock { $0 < change ? 3_600 : 7_200 } }
  private var autumn: WallClock { WallClock { $0 < change ? 7_200 : 3_600 } }

  @Test("a time that the clock skips comes at the moment of the skip, once")
  func skipped() {
    let evening = change - 6 * 3_600
    #expect(spring.next(2 * 60 + 30, after: evening) == change)
    #expect(spring.next(2 * 60 + 30, after: change) == change + 86_400 - 1_800)
    #expect(spring.next(60 + 30, after: evening) == change - 1_800)
    #expect(spring.next(4 * 60, after: evening) == change + 3_600)
  }

  @Test("a time that comes twice counts once, unless both are asked for")
  func doubled() {
    let evening = change - 6 * 3_600
    #expect(autumn.next(2 * 60 + 30, after: evening) == change - 1_800)
    #expect(autumn.next(2 * 60 + 30, after: change - 1_800) == change + 86_400 + 1_800)
    #expect(autumn.next(2 * 60 + 30, after: change - 1_800, repeats: true) == change + 1_800)
    #expect(autumn.next(60, after: evening) == change - 2 * 3_600)
    #expect(autumn.next(4 * 60, after: evening) == change + 2 * 3_600)
  }

  @Test("each time of day comes exactly once a day over the changes", arguments: [true, false])
  func daily(_ isSpring: Bool) {
    let clock = isSpring ? spring : autumn
    for minute in stride(from: 0, to: 1_440, by: 7) {
      var now = change - 3 * 86_400 - 12 * 3_600
      var times: [Date] = []
      while now < change + 3 * 86_400 - 12 * 3_600 {
        now = clock.next(minute, after: now)
        times.append(now)
      }
      #expect(times.count >= 6)
      for (first, second) in zip(times, times.dropFirst()) {
        #expect((82_800...90_000).contains(second.timeIntervalSince(first)))
      }
    }
  }

  @Test(
    "quiet hours that end in the skipped hour end with the skip; in a doubled hour they come again")
  func quiet() {
    let night = QuietHours(from: 22 * 60, to: 2 * 60 + 30)
    #expect(night.end(at: change - 60, by: spring) == change)
    #expect(night.end(at: change, by: spring) == nil)
    #expect(night.end(at: change - 3_000, by: autumn) == change - 1_800)
    #expect(night.end(at: change - 1_000, by: autumn) == nil)
    #expect(night.end(at: change + 60, by: autumn) == change + 1_800)
  }
}
