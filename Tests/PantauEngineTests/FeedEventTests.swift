import FoundationEssentials
import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("What channels are told of a feed's health")
struct FeedEventTests {
  private static let asking = ChannelRoute(
    name: "redaksi", showsOld: false, events: ["feed.failing", "feed.recovered", "feed.quiet"])
  private let news = SampleFeed(.init("a", title: "Pasar Rawa Indah Bontang"))

  private func feed(
    group: String? = nil, channels: [ChannelRoute] = [asking]
  ) throws -> PolledFeed {
    try PolledFeed(ruleset: .test(channels: channels), group: group, interval: .seconds(3_600))
  }

  @Test("a feed that fails for 24 hours is told once, and once when it works again")
  func failingAndRecovered() throws {
    var polled = try feed()
    try polled.poll(.feed(news))
    var types: [[String]] = []
    for _ in 0..<30 {
      polled.wait(hours: 1)
      types.append(try polled.poll(.answer(500)).record.notices.map(\.notice.type))
    }
    let told = types.indices.filter { !types[$0].isEmpty }
    #expect(told == [24])
    #expect(types[24] == ["feed.failing"])
    polled.wait(hours: 1)
    #expect(try polled.poll(.feed(news)).record.notices.map(\.notice.type) == ["feed.recovered"])
    polled.wait(hours: 1)
    #expect(try polled.poll(.feed(news)).record.notices.isEmpty)
    #expect(try polled.home.count("SELECT count(*) FROM notices") == 2)
  }

  @Test("the message names feed, since when, the fault, and says it in words")
  func data() throws {
    var polled = try feed(group: "kaltim")
    for _ in 0..<2 {
      try polled.poll(.answer(500))
      polled.wait(hours: 24)
    }
    let object = try #require(try polled.home.notices.first)
    let node = try JSONReader.read(Array(object.utf8))
    #expect(node["type"]?.string == "feed.failing")
    #expect(node["feed"]?["url"]?.string == PolledFeed.url)
    #expect(node["feed"]?["group"]?.string == "kaltim")
    #expect(node["since"]?.string == ISO8601.text(PolledFeed.start))
    #expect(node["error"]?.string == "the server failed (500)")
    #expect(
      node["text"]?.string == """
        Feed https://berita.example/rss has failed for 1 d: the server failed (500). pantau goes on \
        asking, ever more rarely; see `pantau feeds --failing`.
        """)
  }

  @Test("the message names the feed once, and has one full stop")
  func faultOfFeed() throws {
    var polled = try feed()
    let error = TransferError(
      kind: .timeout, message: "\(PolledFeed.url): a time limit passed. It is tried again later.")
    try polled.poll(.failed(error))
    polled.wait(hours: 24)
    try polled.poll(.failed(error))
    let notice = try #require(try polled.home.notices.last)
    let node = try JSONReader.read(Array(notice.utf8))
    #expect(node["error"]?.string == error.message)
    #expect(
      node["text"]?.string?.contains(
        " has failed for 1 d: a time limit passed. It is tried again later. pantau goes on ")
        == true)
  }

  @Test("a feed that is gone is told at once")
  func gone() throws {
    var polled = try feed()
    #expect(try polled.poll(.answer(410)).record.notices.map(\.notice.type) == ["feed.failing"])
    #expect(try polled.home.notices.first?.contains("is gone for good") == true)
  }

  @Test("a feed much quieter than its rhythm is told once, until it has news again")
  func quiet() throws {
    var polled = try feed()
    var number = 0
    func publish() -> SampleFeed {
      number += 1
      return SampleFeed(.init("n\(number)", title: "Berita ke-\(number)"))
    }
    for _ in 0..<(24 * 10) {
      polled.wait(hours: 1)
      try polled.poll(.feed(publish()))
    }
    var hours: [Int] = []
    for hour in 1...200 {
      polled.wait(hours: 1)
      let step = try polled.poll(.answer(304))
      for notice in step.record.notices {
        #expect(notice.notice.type == "feed.quiet")
        hours.append(hour)
      }
    }
    #expect(hours.count == 1)
    #expect((24...72).contains(hours.first ?? 0))
    #expect(try polled.home.notices.last?.contains("used to bring about") == true)
    try polled.poll(.feed(publish()))
    #expect(try polled.home.count("SELECT count(*) FROM notices") == 1)
  }

  @Test("only channels that ask are told, and those with groups of their feeds alone")
  func routes() throws {
    var kalsel = Self.asking
    kalsel.name = "kalsel"
    kalsel.groups = ["kalsel"]
    var kaltim = kalsel
    kaltim.name = "kaltim"
    kaltim.groups = ["kaltim"]
    let plain = ChannelRoute(name: "stdout", showsOld: true)
    var polled = try feed(group: "kaltim", channels: [plain, kalsel, kaltim, Self.asking])
    let step = try polled.poll(.answer(410))
    #expect(step.summary.channels == ["kaltim", "redaksi"])
    #expect(try polled.home.count("SELECT count(*) FROM deliveries") == 2)
    var unheard = try feed(channels: [plain])
    #expect(try unheard.poll(.answer(410)).record.notices.isEmpty)
    #expect(try unheard.home.count("SELECT count(*) FROM notices") == 0)
  }

  @Test("a channel that does not ask for alert.created gets no alerts")
  func noAlerts() throws {
    var polled = try feed()
    let step = try polled.poll(.feed(news))
    #expect(step.keywords == [["Bontang"]])
    #expect(step.summary.channels.isEmpty)
  }

  @Test("what has been told is known after a restart")
  func restart() throws {
    var polled = try feed()
    try polled.poll(.answer(410))
    polled.state = try #require(try polled.restarted())
    polled.state.rhythm.restart(at: polled.now)
    polled.wait(hours: 25)
    #expect(try polled.poll(.answer(500)).record.notices.isEmpty)
    #expect(try polled.poll(.feed(news)).record.notices.map(\.notice.type) == ["feed.recovered"])
  }
}
