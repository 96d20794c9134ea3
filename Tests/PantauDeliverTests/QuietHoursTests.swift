import Foundation
import PantauCore
import PantauStore
import Testing

@testable import PantauDeliver

@Suite("Quiet hours")
struct QuietHoursTests {
  /// 2026-11-23 in UTC.
  private func at(_ hour: Int, _ minute: Int, day: Int = 23) -> Date {
    noon + Double((day - 23) * 86_400 + (hour - 4) * 3_600 + minute * 60)
  }

  private let night = QuietHours(from: 22 * 60, to: 6 * 60)
  private let utc = WallClock { _ in 0 }

  @Test("over midnight they end at the next morning's time")
  func overMidnight() {
    #expect(night.end(at: at(21, 59), by: utc) == nil)
    #expect(night.end(at: at(22, 0), by: utc) == at(6, 0, day: 24))
    #expect(night.end(at: at(2, 30, day: 24), by: utc) == at(6, 0, day: 24))
    #expect(night.end(at: at(5, 59, day: 24), by: utc) == at(6, 0, day: 24))
    #expect(night.end(at: at(6, 0, day: 24), by: utc) == nil)
  }

  @Test("within a day")
  func withinDay() {
    let lunch = QuietHours(from: 12 * 60, to: 13 * 60)
    #expect(lunch.end(at: at(11, 59), by: utc) == nil)
    #expect(lunch.end(at: at(12, 30), by: utc) == at(13, 0))
    #expect(lunch.end(at: at(13, 0), by: utc) == nil)
  }

  @Test("by the zone's time, right when clocks change in the night", arguments: [3_600, -3_600])
  func clocksChange(_ change: Int) {
    let change = (at: at(1, 0, day: 24), by: change)
    let clock = WallClock { 3_600 + ($0 < change.at ? 0 : change.by) }
    let end = night.end(at: at(23, 0), by: clock)
    #expect(end == at(6, 0, day: 24) - 3_600 - Double(change.by))
    #expect(night.end(at: at(21, 0), by: clock) != nil)
    #expect(night.end(at: at(20, 59), by: clock) == nil)
  }

  private func queue(
    _ home: DeliveryHome, _ sender: ScriptedSender, _ clock: HandClock, holdsHigh: Bool = false
  ) -> ChannelQueue {
    ChannelQueue(
      channel: "c", store: home.store, sender: sender, backoff: ChannelBackoff(),
      log: ChannelLog(quietLog, channel: "c"), stop: StopSignal(),
      holding: Holding(quietHours: night, holdsHigh: holdsHigh, clock: utc), clock: { clock.now })
  }

  @Test("messages are held and go out afterwards in order; high ones pass")
  func holds() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    clock.set(at(23, 0))
    var queue = queue(home, sender, clock)
    try home.raise(1, for: ["c"])
    try home.raise(1, for: ["c"], severity: .high)
    try home.raise(1, for: ["c"])
    _ = queue.step()
    #expect(sender.attempts == ["A2"])
    #expect(queue.step() == .wait(until: at(6, 0, day: 24)))
    clock.set(at(6, 0, day: 24))
    _ = queue.step()
    #expect(sender.attempts == ["A2", "A1", "A3"])
  }

  @Test("high ones are held too where the channel says so; once holds as well")
  func holdsHigh() throws {
    let home = try DeliveryHome()
    let (clock, sender) = (HandClock(), ScriptedSender())
    clock.set(at(23, 0))
    var queue = queue(home, sender, clock, holdsHigh: true)
    try home.raise(1, for: ["c"], severity: .high)
    #expect(queue.step() == .wait(until: at(6, 0, day: 24)))
    queue.tryEachOnce()
    #expect(sender.attempts.isEmpty)
    #expect(try home.store.waitingCounts() == ["c": 1])
  }
}

@Suite("A storm of alerts in a chat")
struct StormTests {
  private func attempts(
    raising count: Int, _ result: SendResult = .delivered
  ) throws -> (home: DeliveryHome, sender: ScriptedSender) {
    let home = try DeliveryHome()
    let sender = ScriptedSender(summarizesAbove: 20) { _, _ in result }
    var queue = ChannelQueue(
      channel: "c", store: home.store, sender: sender, backoff: ChannelBackoff(),
      log: ChannelLog(quietLog, channel: "c"), stop: StopSignal(), clock: { noon })
    try home.raise(count, for: ["c"])
    while queue.step() == .now {}
    return (home, sender)
  }

  @Test("up to twenty go out one by one")
  func few() throws {
    let (home, sender) = try attempts(raising: 20)
    #expect(sender.attempts.count == 20)
    #expect(try home.store.waitingCounts().isEmpty)
  }

  @Test("above twenty one summary stands for all of them")
  func many() throws {
    let (home, sender) = try attempts(raising: 21)
    #expect(sender.attempts.count == 1)
    #expect(try home.store.waitingCounts().isEmpty)
    let summary = try #require(sender.messages.first)
    #expect(summary.type == "digest")
    #expect(
      summary.node?["text"]?.string == """
        21 alerts: Bontang (21). First: Banjir di Bontang 1; Banjir di Bontang 2; Banjir di \
        Bontang 3; Banjir di Bontang 4; Banjir di Bontang 5. \
        `pantau alerts --since 2026-11-23T04:00:00Z` lists them all.
        """)
    #expect(summary.node?["alerts"]?.strings.count == 21)
  }

  @Test("a summary that fails waits, its messages with it")
  func failing() throws {
    let (home, sender) = try attempts(raising: 21, .channelFailed("no answer"))
    #expect(sender.attempts.count == 1)
    #expect(try home.store.waitingCounts() == ["c": 1])
    let waiting = try home.store.deliveries(DeliveryFilter(states: [.waiting]))
    #expect(waiting.count == 22)
  }
}
