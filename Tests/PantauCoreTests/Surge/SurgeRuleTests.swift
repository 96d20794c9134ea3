import FoundationEssentials
import PantauCore
import Testing

@Suite("How many stories are a surge")
struct SurgeRuleTests {
  /// The limits were found by summing the negative binomial's tail from above, in Python.
  @Test(
    "the limit follows from the same hour of the days before",
    arguments: [
      ([0], 7, 4), ([0], 56, 4), ([1], 5, 8), ([1], 7, 8), ([1], 56, 8), ([2], 56, 11),
      ([3], 14, 13), ([20], 56, 42), ([2_000], 56, 2_124),
      // Nine stories on one day of the week: plausible on that day, and not on another.
      ([0, 0, 0, 0, 0, 0, 9], 56, 21), ([0, 0, 0, 0, 0, 9, 0], 56, 6),
    ])
  func limits(_ week: [Int], _ days: Int, _ limit: Int) {
    let history = SurgeHistory(days: (0..<days).map { week[$0 % week.count] })
    #expect(SurgeRule.plausible(history) == limit)
  }

  @Test("what is known of a rate grows with the weeks, and eight of them are enough")
  func usual() {
    let first = SurgeHistory(days: Array(repeating: 2, count: 7))
    let last = SurgeHistory(days: Array(repeating: 2, count: 70))
    #expect(first.weeks == 1)
    #expect(last.weeks == 8)
    #expect(abs(last.usual - 2) < abs(first.usual - 2))
    #expect(last.days.count == SurgeHistory.mostDays)
  }

  @Test("a surge is over when no hour was beyond the limit for an hour")
  func over() {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    #expect(SurgeRule.isOver(nil, now: now))
    #expect(!SurgeRule.isOver(now - 3_599, now: now))
    #expect(SurgeRule.isOver(now - 3_600, now: now))
  }
}

@Suite("Delays over many cases")
struct DelayDistributionTests {
  @Test("quantiles are by nearest rank, and what took less than no time does not count")
  func quantiles() {
    var delays = DelayDistribution()
    #expect(delays.quantiles([0.5]) == nil)
    for seconds in stride(from: 100, through: 1, by: -1) { delays.add(Double(seconds)) }
    delays.add(-1)
    delays.add(.nan)
    #expect(delays.count == 100)
    #expect(delays.quantiles([0, 0.5, 0.95, 0.99, 1]) == [1, 50, 95, 99, 100])
    #expect(delays.counts(upTo: [0.5, 1, 50, 1_000]) == [0, 1, 50, 100])
    #expect(delays.sum == 5_050)
  }
}
