import FoundationEssentials
import PantauCore
import PantauStore

/// A feed between and during polls: settings, and what earlier polls left.
///
/// Whoever works on a poll has the value alone, for a feed has one poll under way at most.
struct FeedState: Sendable {
  /// The archive's number.
  let id: Int64
  var settings: FeedSettings
  /// The feed's own title.
  var title: String?
  var validators: Validators
  /// The URL whose answer gave them; nil for the feed's own.
  var validatorsURL: String?
  /// The hash of the last body that was parsed whole.
  var bodyHash: Key128?
  /// Whether the archive may know items of it; without any, there is nothing to look up.
  var hasItems: Bool
  /// Whether it showed known items under other guids since the start.
  var hasRenamed = false
  var rhythm: FeedRhythm
  /// Whether it is a sitemap index whose parts have been asked for.
  var hasParts = false

  init(_ stored: StoredFeed, _ settings: FeedSettings, now: Date) {
    id = stored.id
    self.settings = settings
    title = stored.title
    validators = stored.validators
    validatorsURL = stored.validatorsURL
    bodyHash = stored.bodyHash
    hasItems = stored.itemCount > 0
    rhythm = FeedRhythm(bytes: stored.rhythm) ?? FeedRhythm(due: now)
    if stored.isGone {
      rhythm.isGone = true
    } else if rhythm.isGone {
      rhythm.restart(at: now)
    }
  }

  /// The name to show: the operator's, else the feed's own title, else the URL.
  var displayName: String { settings.name ?? title ?? settings.shownURL }

  /// Makes the feed due no later than an interval after its last poll, unless its server forbade it.
  mutating func comeSooner(by interval: Duration?) {
    guard let interval, let lastPoll = rhythm.lastPoll, !rhythm.isGone else { return }
    let due = lastPoll + interval.inSeconds
    rhythm.nextDue = min(rhythm.nextDue, max(due, rhythm.notBefore ?? due))
  }

  /// Whether the feed was never read to its end: what stands behind the place where a first document
  /// broke off is no news.
  var isFirstPoll: Bool { rhythm.lastSuccess == nil }

  /// The hosts that ``ask(at:)`` comes to now: the one it asks, and the one that gave the last whole
  /// document.
  func way(at now: Date) -> PollWay {
    PollWay(
      asked: PollHost(url: redirectTarget(at: now) ?? settings.url),
      answering: validatorsURL.map { PollHost(url: $0) })
  }

  /// The target of a permanent redirect, where that is asked now.
  private func redirectTarget(at now: Date) -> String? {
    guard !settings.isFile, let target = rhythm.asksRedirectTarget(at: now) else { return nil }
    return settings.mayMove(to: target) ? target : nil
  }

  /// What to ask for now; a guard against false 304s is noted.
  mutating func ask(at now: Date) -> PollAsk {
    let target = redirectTarget(at: now)
    let isBare = rhythm.asksUnconditionally(at: now)
    if isBare { rhythm.startUnconditional(at: now) }
    return PollAsk(
      feed: id, url: target ?? settings.url, isOriginal: target == nil,
      validators: isBare ? Validators() : validators)
  }
}
