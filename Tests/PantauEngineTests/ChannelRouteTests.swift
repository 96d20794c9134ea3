import PantauCore
import PantauHTTP
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("Which channels an alert goes to")
struct ChannelRouteTests {
  private let both = SampleFeed(.init("a", title: "Bontang dan Samarinda"))

  private func channels(
    _ channels: [ChannelRoute], routes: [String: KeywordRoute] = [:], group: String? = nil
  ) throws -> Set<String> {
    var polled = try PolledFeed(
      ruleset: .test(routes: routes, channels: channels), group: group)
    let step = try polled.poll(.feed(both))
    #expect(step.keywords == [["Bontang", "Samarinda"]])
    #expect(step.summary.alerts.map(\.muted) == [false])
    return step.summary.channels
  }

  @Test("a channel with groups takes feeds of these groups alone, none of a feed without a group")
  func groups() throws {
    let routes = [
      ChannelRoute(name: "semua", showsOld: false),
      ChannelRoute(name: "kaltim", showsOld: false, groups: ["kaltim"]),
    ]
    #expect(try channels(routes, group: "kaltim") == ["semua", "kaltim"])
    #expect(try channels(routes, group: "kalsel") == ["semua"])
    #expect(try channels(routes) == ["semua"])
  }

  @Test(
    "a channel takes severities from its own on",
    arguments: [
      (Severity.low, ["rendah"] as Set), (.normal, ["rendah", "sedang"]),
      (.high, ["rendah", "sedang", "tinggi"]),
    ] as [(Severity, Set<String>)])
  func severities(_ severity: Severity, _ names: Set<String>) throws {
    let routes = [
      ChannelRoute(name: "rendah", showsOld: false),
      ChannelRoute(name: "sedang", showsOld: false, severity: .normal),
      ChannelRoute(name: "tinggi", showsOld: false, severity: .high),
    ]
    let route = KeywordRoute(severity: severity)
    #expect(try channels(routes, routes: ["Bontang": route, "Samarinda": route]) == names)
  }

  @Test("a keyword with channels goes to these, one without to all; the alert to either's")
  func keywordChannels() throws {
    let routes = [
      ChannelRoute(name: "satu", showsOld: false), ChannelRoute(name: "dua", showsOld: false),
    ]
    let named = ["Bontang": KeywordRoute(channels: ["dua"])]
    #expect(try channels(routes, routes: named) == ["satu", "dua"])
    let both = ["Samarinda": KeywordRoute(channels: ["dua"])].merging(named) { $1 }
    #expect(try channels(routes, routes: both) == ["dua"])
  }

  @Test("a channel with keywords takes these alone")
  func channelKeywords() throws {
    let routes = [
      ChannelRoute(name: "bontang", showsOld: false, keywords: ["Bontang"]),
      ChannelRoute(name: "berau", showsOld: false, keywords: ["Berau"]),
    ]
    #expect(try channels(routes) == ["bontang"])
  }

  @Test("a channel whose events leave alerts out gets none")
  func events() throws {
    let routes = [
      ChannelRoute(name: "alert", showsOld: false),
      ChannelRoute(name: "teknik", showsOld: false, events: ["feed.failing"]),
      ChannelRoute(name: "kaltim", showsOld: false, groups: ["kaltim"], events: ["feed.failing"]),
    ]
    #expect(try channels(routes, group: "kaltim") == ["alert"])
  }

  @Test("an alert that no channel takes is in the log all the same")
  func nobody() throws {
    var polled = try PolledFeed(ruleset: .test(channels: []))
    #expect(try polled.poll(.feed(both)).keywords == [["Bontang", "Samarinda"]])
    #expect(try polled.home.alerts == 1)
    #expect(try polled.home.store.waitingCounts().isEmpty)
  }
}
