import FoundationEssentials
import PantauCore
import Testing

@testable import PantauEngine
@testable import PantauStore

@Suite("What counts for surges")
struct SurgeCountTests {
  private func draft(_ poll: ProcessedPoll) -> AlertDraft? {
    for case .new(_, _, let draft, _) in poll.record.changes { return draft }
    return nil
  }

  @Test("items of a feed's first poll do not, later ones do, unless dated long before they came")
  func late() throws {
    var room = try Newsroom(["Antara"])
    let first = try room.read(0, SampleFeed(.init("a", title: "Bontang satu")))
    #expect(draft(first)?.countsNow == false)
    _ = try room.home.store.commit([first.record], now: room.now)
    for (name, age, counts) in [("b", 6.0 * 3_600, true), ("c", 6 * 3_600 + 1, false)] {
      let entry = SampleFeed.Entry(name, title: "Bontang \(name)", date: room.now - age)
      #expect(draft(try room.read(0, SampleFeed(entry)))?.countsNow == counts)
    }
    let undated = try room.read(0, SampleFeed(.init("d", title: "Bontang dua")))
    #expect(draft(undated)?.countsNow == true)
  }

  @Test("a channel is told of its keywords' surges by severity, whatever feeds it takes alerts of")
  func channels() throws {
    let surge: Set = [Alert.surge]
    let channels = [
      ChannelRoute(name: "semua", showsOld: false, events: surge),
      ChannelRoute(name: "kaltim", showsOld: false, groups: ["kaltim"], events: surge),
      ChannelRoute(name: "pbb", showsOld: false, keywords: ["PBB"], events: surge),
      ChannelRoute(name: "penting", showsOld: false, severity: .high, events: surge),
      ChannelRoute(name: "biasa", showsOld: false),
    ]
    var room = try Newsroom(["Antara"], ruleset: .test(channels: channels))
    let poll = try room.read(0, SampleFeed(.init("a", title: "Bontang satu")))
    let raised = try #require(draft(poll)?.raised.first)
    #expect(raised.channels == ["biasa"])
    #expect(raised.eventChannels == [Alert.surge: ["semua", "kaltim"]])
  }
}
