import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("The rhythm of the week")
struct WeekTests {
  /// Monday, 2026-01-05T00:00:00Z.
  private static let monday = Date(timeIntervalSince1970: TraceGenerator.start)

  /// The common shape after so many days, with so many items in each hour.
  private static func shape(days: Int, _ items: (_ day: Int, _ hour: Int) -> Double) -> WeekShape {
    var common = CommonShape()
    for hour in 0..<days * 24 {
      let wall = monday.addingTimeInterval(Double(hour) * 3_600 + 1_800)
      common.watch(until: wall, seconds: 3_600)
      let share = items(hour / 24, hour % 24)
      common.learn([HourShare(hour: WeekShape.hour(of: wall), share: share)])
    }
    return common.shape
  }

  @Test("knows weekends after one of them, and only then")
  func weekend() {
    let items = { (day: Int, _: Int) in day % 7 < 5 ? 20.0 : 0 }
    let before = Self.shape(days: 5, items).days
    #expect(before.allSatisfy { (0.8...1.25).contains($0) })
    let after = Self.shape(days: 12, items).days
    #expect(after[1...5].allSatisfy { $0 > 1.1 })
    #expect(after[0] < 0.5 && after[6] < 0.5)
    let later = Self.shape(days: 26, items).days
    #expect(later[0] < 0.2 && later[6] < 0.2)
  }

  @Test("sees where a day ends in the feeds' own zone")
  func zone() {
    // Weekdays in UTC+8: to Friday 16 h, from Sunday 16 h.
    let shape = Self.shape(days: 28) { day, hour in
      let local = (day * 24 + hour + 8) / 24 % 7
      return local < 5 ? 20 : 0
    }
    #expect(shape.cells[20] > 2 * shape.cells[12])
    #expect(shape.cells[5 * 24 + 12] > 2 * shape.cells[5 * 24 + 20])
  }

  @Test("takes what does not come again each week for no rhythm")
  func noRhythm() {
    for days in [12, 17, 24, 29] {
      let started = Self.shape(days: days) { day, _ in day < 10 ? 0 : 20 }
      #expect(started.days.allSatisfy { (0.75...1.3).contains($0) }, "\(days)")
      let fortnights = Self.shape(days: days) { day, _ in day / 7 % 2 == 0 ? 20 : 0 }
      #expect(fortnights.days.allSatisfy { (0.75...1.3).contains($0) }, "\(days)")
    }
  }

  @Test("takes a story that all feeds have at once for one event")
  func waves() {
    let shape = Self.shape(days: 14) { day, hour in hour == day * 5 % 24 ? 200 : 0 }
    #expect(shape.hours.allSatisfy { (0.6...1.6).contains($0) })
  }

  @Test("is a feed's own where its days foretell better than those of all")
  func ownDays() {
    var profile = WeekProfile()
    for hour in 0..<28 * 24 {
      let end = Self.monday.addingTimeInterval(Double(hour + 1) * 3_600)
      let start = end.addingTimeInterval(-3_600)
      let isSunday = hour / 24 % 7 == 6
      _ = profile.learn(
        isSunday && hour % 4 == 0 ? [ItemSpan(start: start, end: end, items: 1)] : [],
        watched: ItemSpan(start: start, end: end, items: 0), common: .flat, elapsedDays: 1.0 / 24)
    }
    let days = profile.shape(within: .flat).days
    #expect(days[0] > 3)
    #expect(days[1...].allSatisfy { $0 < 0.7 })
  }

  @Test("covers each instant once, over the end of the week too")
  func hours() {
    let saturday = Self.monday.addingTimeInterval(5 * 86_400 + 82_800)
    #expect(WeekShape.hour(of: Self.monday) == 24)
    #expect(WeekShape.hour(of: saturday) == 167)
    let span = ItemSpan(start: saturday, end: saturday.addingTimeInterval(7_200), items: 2)
    #expect(span.hourShares == [HourShare(hour: 167, share: 1), HourShare(hour: 0, share: 1)])
    let week = ItemSpan(start: saturday, end: saturday.addingTimeInterval(7 * 86_400), items: 0)
    #expect(abs(week.dayShares.reduce(0) { $0 + $1.share } - 7) < 1e-6)
    let shape = WeekShape(weights: (0..<168).map { Double($0 % 5) })
    let days = shape.days(from: saturday, to: saturday.addingTimeInterval(7 * 86_400 + 3_600))
    #expect(abs(days - 7 - shape.cells[167] / 24) < 1e-9)
  }
}

@Suite("What the other feeds tell of one")
struct PopulationTests {
  private static func prior(_ records: [(items: Float, days: Float)]) -> RatePrior {
    var spread = RateSpread()
    for record in records {
      var demand = PollDemand(root: 1, floorSeconds: 1, ceilingSeconds: 1)
      (demand.items, demand.days) = (record.items, record.days)
      spread.enter(demand, times: 1)
    }
    return spread.prior
  }

  @Test("is much where they are alike, and little where they differ")
  func spread() {
    let alike = Self.prior((0..<200).map { ([28, 30, 32, 35, 25][$0 % 5], 10) })
    #expect((2.9...3.1).contains(alike.perDay))
    #expect(alike.days > 50)
    let unlike = Self.prior((0..<200).map { ([1, 3, 10, 100, 400][$0 % 5], 10) })
    #expect(unlike.days < 0.2)
    #expect(Self.prior([]) == RatePrior())
  }

  @Test("draws a feed's rate to theirs by as much")
  func drawn() {
    var alone = LearnedRate()
    var among = LearnedRate()
    among.prior = RatePrior(perDay: 3, days: 100)
    for _ in 0..<24 {
      alone.learn(items: 1, exposure: 1.0 / 24, elapsed: 1.0 / 24)
      among.learn(items: 1, exposure: 1.0 / 24, elapsed: 1.0 / 24)
    }
    #expect(among.perDay < alone.perDay)
  }

  @Test("items that come together count as the one event that they are")
  func clumps() {
    var single = LearnedRate()
    var clumped = LearnedRate()
    for hour in 0..<480 {
      single.learn(items: hour % 6 == 0 ? 1 : 0, exposure: 1.0 / 24, elapsed: 1.0 / 24)
      clumped.learn(items: hour % 48 == 0 ? 8 : 0, exposure: 1.0 / 24, elapsed: 1.0 / 24)
    }
    #expect(single.clump < 1.2)
    #expect((5...9).contains(clumped.clump))
    let before = clumped.perDay
    clumped.learn(items: 8, exposure: 1.0 / 24, elapsed: 1.0 / 24)
    #expect(clumped.perDay < before * 1.6)
  }

  @Test("news that all feeds have more of say nothing of one")
  func tide() {
    var tide = NewsTide()
    #expect(tide.height(feeds: 200) == 1)
    tide.learn(NewsVolume(found: 500, expected: 50))
    #expect((4...8).contains(tide.height(feeds: 200)))
    // What one feed alone brings is its own.
    #expect((1...1.6).contains(tide.height(feeds: 1)))
    tide.fade(days: 5)
    #expect(tide.height(feeds: 200) < 1.1)
  }
}
