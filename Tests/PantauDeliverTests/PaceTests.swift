import Foundation
import PantauCore
import PantauStore
import Testing

@testable import PantauDeliver

@Suite("A channel's pace")
struct PaceTests {
  @Test("a burst goes at once, then one message each interval")
  func burst() throws {
    var pace = PaceKeeper([MessagePace(burst: 3, interval: .seconds(2))])
    var now = noon
    var times: [Double] = []
    for _ in 0..<6 {
      now = max(now, pace.earliest)
      pace.take(at: now)
      times.append(now.timeIntervalSince(noon))
    }
    #expect(times == [0, 0, 0, 2, 4, 6])
    now += 100
    #expect(pace.earliest <= now)
    for _ in 0..<3 { pace.take(at: now) }
    #expect(pace.earliest.timeIntervalSince(now) == 2)
  }

  @Test("never more than the burst and what time has earned, however they come", arguments: 0..<20)
  func neverTooFast(_ seed: UInt64) {
    var generator = SeededGenerator(seed)
    let rule = MessagePace(messages: 30, per: .seconds(60))
    var pace = PaceKeeper([rule])
    var now = noon
    var times: [Date] = []
    for _ in 0..<300 {
      now += Double.random(in: 0...3, using: &generator)
      if pace.earliest <= now {
        pace.take(at: now)
        times.append(now)
      }
    }
    for (index, start) in times.enumerated() {
      let inMinute = times[index...].prefix { $0.timeIntervalSince(start) < 60 }.count
      #expect(inMinute <= 60)
    }
  }

  @Test("a clock set back holds nothing up for longer than the burst")
  func clockSetBack() {
    var pace = PaceKeeper([MessagePace(burst: 2, interval: .seconds(2))])
    pace.take(at: noon + 86_400)
    pace.settle(at: noon)
    #expect(pace.earliest <= noon)
  }

  @Test("a line waits for its pace and loses nothing")
  func line() throws {
    let home = try DeliveryHome()
    let clock = HandClock()
    let sender = ScriptedSender()
    var queue = ChannelQueue(
      channel: "c", store: home.store, sender: sender, backoff: ChannelBackoff(),
      rate: MessagePace(burst: 1, interval: .seconds(60)), log: ChannelLog(quietLog, channel: "c"),
      stop: StopSignal(), clock: { clock.now })
    try home.raise(3, for: ["c"])
    for minute in 1...2 {
      guard case .wait(let until) = queue.step() else {
        Issue.record("no wait")
        return
      }
      #expect(sender.attempts.count == minute)
      #expect(until.timeIntervalSince(noon) == Double(minute * 60))
      clock.set(until)
    }
    _ = queue.step()
    #expect(sender.attempts == ["A1", "A2", "A3"])
  }
}
