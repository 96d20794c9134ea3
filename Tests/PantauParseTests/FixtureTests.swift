import PantauCore
import PantauParse
import Testing

@Suite("Feeds as they are found")
struct FixtureTests {
  @Test("There are fixtures, and each tells what is odd in it")
  func fixturesAreThere() {
    #expect(Fixture.all.count >= 60)
    for fixture in Fixture.all {
      #expect(fixture.note?.isEmpty == false, "\(fixture.name) has no note")
    }
  }

  @Test("A feed is read as expected", arguments: Fixture.all)
  func readsAsExpected(_ fixture: Fixture) throws {
    if let message = fixture.expectation["notAFeed"]?.string {
      let error = #expect(throws: NotAFeed.self) { try fixture.parse() }
      #expect(error?.description == message)
      return
    }
    var bytes: [UInt8] = []
    ParsedFeedJSON.write(try fixture.parse(), into: &bytes)
    let got = try JSONReader.read(bytes)
    let want = try #require(fixture.expectation["feed"])
    for (left, right) in zip(members(of: got), members(of: want)) { #expect(left == right) }
    #expect(got.oneLine == want.oneLine)
  }

  @Test("A feed whose items are taken while it is read is the same")
  func readsInPieces() throws {
    for fixture in Fixture.all {
      guard let feed = try? fixture.parse() else { continue }
      let observer = Recorder()
      var rest = try FeedParser.parse(
        fixture.body.span, contentType: fixture.expectation["contentType"]?.string,
        url: fixture.expectation["url"]?.string, observer: observer)
      rest.items = observer.items + rest.items
      #expect(rest == feed, "\(fixture.name)")
      #expect(observer.progress.allSatisfy { $0 <= fixture.body.count }, "\(fixture.name)")
      #expect(observer.formats.allSatisfy { $0 == feed.format }, "\(fixture.name)")
    }
  }

  @Test("What the output does not show is read as well", arguments: Fixture.all)
  func readsMore(_ fixture: Fixture) throws {
    guard let more = fixture.expectation["more"] else { return }
    let feed = try fixture.parse()
    if let seconds = more["syndicationSeconds"]?.int { #expect(feed.syndicationSeconds == seconds) }
    if let hours = more["skipHours"]?.array {
      #expect(feed.skipHours == Set(hours.compactMap(\.int)))
    }
    if let days = more["skipDays"]?.array { #expect(feed.skipDays == Set(days.compactMap(\.int))) }
    if let parts = more["parts"]?.array {
      #expect(feed.parts.map(\.url) == parts.compactMap(\.string))
    }
    if let isComplete = more["isComplete"]?.bool { #expect(feed.isComplete == isComplete) }
  }

  @Test(
    "An update period is read, and one that makes no sense asks for nothing",
    arguments: [
      ("hourly", "2", 1_800), ("weekly", "1", 604_800), ("daily", "0", 86_400),
      ("daily", "-2", 86_400), ("hourly", "0.1", 3_600), ("hourly", "99999999999999999999", 3_600),
      ("dayly", "1", nil), ("always", "4", nil), ("", "", nil),
    ] as [(String, String, Int?)])
  func updatePeriod(_ period: String, _ frequency: String, _ seconds: Int?) throws {
    let text = """
      <rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
      <title>Kabar</title><sy:updatePeriod>\(period)</sy:updatePeriod>
      <sy:updateFrequency>\(frequency)</sy:updateFrequency><item><title>Banjir</title></item>
      </channel></rss>
      """
    let feed = try FeedParser.parse(Array(text.utf8), contentType: nil, url: nil)
    #expect(feed.syndicationSeconds == seconds)
  }

  /// Each member on a line of its own, so that a difference is easy to see.
  private func members(of node: JSONNode) -> [String] {
    guard case .object(let members) = node.value else { return [node.oneLine] }
    return members.map { "\($0.name): \($0.node.oneLine)" }
  }
}

/// Takes all items, and remembers what it was told.
private final class Recorder: FeedObserver {
  let takesItems = true
  private(set) var items: [Item] = []
  private(set) var progress: [Int] = []
  private(set) var formats: [FeedFormat] = []

  func didRead(upTo offset: Int) { progress.append(offset) }

  func take(_ items: [Item], of format: FeedFormat) {
    self.items += items
    formats.append(format)
  }
}
