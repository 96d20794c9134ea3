import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("When a channel is tried again")
struct ChannelBackoffTests {
  @Test("the waits are 5 s, 30 s, 2 min, then 5 min, each within a fifth", arguments: 0..<50)
  func standardWaits(_ seed: UInt64) {
    var generator = SeededGenerator(seed)
    for (failures, expected) in [(1, 5.0), (2, 30), (3, 120), (4, 300), (5, 300), (10_000, 300)] {
      let wait = ChannelBackoff().wait(afterFailures: failures, using: &generator).inSeconds
      #expect(wait >= expected * 0.8 && wait <= expected * 1.2)
    }
  }

  @Test("chance spreads the waits over the whole range")
  func spread() {
    var generator = SeededGenerator(1)
    let waits = (0..<1_000).map { _ in
      ChannelBackoff().wait(afterFailures: 4, using: &generator).inSeconds
    }
    #expect(waits.contains { $0 < 250 })
    #expect(waits.contains { $0 > 350 })
  }

  @Test("a channel's own waits are used instead, the last one repeated")
  func ownWaits() {
    var generator = SeededGenerator(2)
    let backoff = ChannelBackoff(waits: [.seconds(1), .seconds(10)])
    for (failures, expected) in [(1, 1.0), (2, 10), (3, 10)] {
      let wait = backoff.wait(afterFailures: failures, using: &generator).inSeconds
      #expect(wait >= expected * 0.8 && wait <= expected * 1.2)
    }
    #expect(ChannelBackoff(waits: []).waits == ChannelBackoff.standardWaits)
  }

  @Test(
    "what the receiver asks for wins, between a second and a day",
    arguments: [(0, 1), (1, 1), (7, 7), (3_600, 3_600), (86_400, 86_400), (999_999, 86_400)])
  func retryAfter(_ asked: Int, _ wait: Int) {
    var generator = SeededGenerator(3)
    #expect(
      ChannelBackoff().wait(afterFailures: 9, retryAfter: .seconds(asked), using: &generator)
        == .seconds(wait))
  }

  @Test("75 hours after its first attempt a message that fails is dead")
  func dead() {
    #expect(!ChannelBackoff.isDead(firstAttempt: nil, now: noon))
    #expect(!ChannelBackoff.isDead(firstAttempt: noon, now: noon + 75 * 3_600 - 0.001))
    #expect(ChannelBackoff.isDead(firstAttempt: noon, now: noon + 75 * 3_600))
  }
}
