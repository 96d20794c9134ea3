import FoundationEssentials
import PantauCore

/// Something about a feed's health that channels may ask to hear of.
struct FeedNews: Sendable {
  let event: FeedEvent
  /// The feed as it is now.
  let feed: AlertFeed
  /// Since when it fails, failed or is silent.
  let since: Date?
  /// The last fault, in plain words.
  let error: String?
  /// When it was seen.
  let time: Date
  private let isGone: Bool
  private let usualRate: Double

  /// What a poll has shown.
  init(_ event: FeedEvent, before: FeedState, after: FeedState, error: String?) {
    self.event = event
    feed = AlertFeed(
      name: after.displayName, url: after.settings.shownURL, group: after.settings.group)
    since =
      switch event {
      case .failing: after.rhythm.failingSince
      case .recovered: before.rhythm.failingSince
      case .quiet: after.rhythm.lastNews
      }
    self.error = error
    time = after.rhythm.lastPoll ?? Date(timeIntervalSince1970: 0)
    isGone = after.rhythm.isGone
    usualRate = after.rhythm.rateAtLastNews
  }

  /// What people are shown.
  var text: String {
    let name = feed.name == feed.url ? feed.url : "\(feed.name) (\(feed.url))"
    switch event {
    case .failing where isGone:
      return """
        Feed \(name) is gone for good, its server says (410), and is not asked any more. Look where \
        it went; `pantau feeds --retry URL` asks it again.
        """
    case .failing:
      return """
        Feed \(name) has failed \(lasting): \(fault) \
        pantau goes on asking, ever more rarely; see `pantau feeds --failing`.
        """
    case .recovered:
      return "Feed \(name) works again; it had failed \(lasting)."
    case .quiet:
      return """
        Feed \(name) answers, but has brought nothing new \(lasting); it used to bring \
        \(PollExplanation.perDay(usualRate)). Look whether the site has another feed now.
        """
    }
  }

  /// The fault as the end of a sentence.
  private var fault: String {
    let fault = error.map { DisplayText.fault($0, of: feed.url) } ?? "the cause is not known"
    return fault.hasSuffix(".") ? fault : fault + "."
  }

  private var lasting: String {
    guard let since else { return "for some time" }
    return "for \(DurationText.spoken(.seconds(max(0, time.timeIntervalSince(since)))))"
  }

  /// The notice that tells it.
  func notice(id: String) -> Notice {
    var json = JSONWriter()
    json.object {
      $0.name("id")
      $0.value(id)
      $0.name("type")
      $0.value(event.rawValue)
      $0.name("time")
      $0.value(time)
      $0.name("feed")
      $0.object {
        $0.name("name")
        $0.value(feed.name)
        $0.name("url")
        $0.value(feed.url)
        $0.name("group")
        $0.value(feed.group)
      }
      $0.name("since")
      $0.value(since)
      $0.name("error")
      $0.value(error)
      $0.name("text")
      $0.value(text)
    }
    return Notice(id: id, type: event.rawValue, time: time, object: json.text)
  }
}

extension Ruleset {
  /// The notice for the channels that ask for such events, if any does; the generator gives its id.
  func notice(
    of news: FeedNews, now: Date, using generator: inout some RandomNumberGenerator
  ) -> RoutedNotice? {
    let taking = channels.filter { $0.takes(news.event.rawValue, group: news.feed.group) }
    guard !taking.isEmpty else { return nil }
    let id = ULID(at: now, using: &generator).description
    return RoutedNotice(news.notice(id: id), to: taking.map(\.name))
  }
}
