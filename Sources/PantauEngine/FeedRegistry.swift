import FoundationEssentials
import PantauCore
import Synchronization

/// The feeds that are polled, by their number in the archive.
///
/// Whoever asks for a feed's state to work on a poll is the only one to do so, for the scheduler
/// starts no second poll before the first has ended.
final class FeedRegistry: Sendable {
  private let states: Mutex<[Int64: FeedState]>

  init(_ feeds: [FeedState]) {
    states = Mutex(Dictionary(feeds.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  subscript(feed: Int64) -> FeedState? { states.withLock { $0[feed] } }

  /// Takes over what a poll has left; the settings of a reload meanwhile stay.
  func finish(_ state: FeedState) {
    states.withLock { states in
      guard let settings = states[state.id]?.settings else { return }
      states[state.id] = state
      states[state.id]?.settings = settings
    }
  }

  /// Makes a gone or failing feed due at once; nil where there is no such feed.
  func restart(_ feed: Int64, at now: Date) -> FeedState? {
    states.withLock { states in
      states[feed]?.rhythm.restart(at: now)
      return states[feed]
    }
  }

  /// Replaces the feeds; what is known of those that stay is kept.
  ///
  /// - Returns: the feeds to take out of the schedule, because they are no longer there or are due
  ///   by another interval, and those to enter it.
  func replace(with feeds: [FeedState]) -> (leaving: [Int64], entering: [FeedState]) {
    states.withLock { states in
      var next: [Int64: FeedState] = [:]
      var leaving: [Int64] = []
      for feed in feeds {
        var state = states[feed.id] ?? feed
        if state.settings.interval != feed.settings.interval {
          state.comeSooner(by: feed.settings.interval)
          leaving.append(feed.id)
        }
        state.settings = feed.settings
        next[feed.id] = state
      }
      leaving += states.keys.filter { next[$0] == nil }
      states = next
      return (leaving, Array(next.values))
    }
  }

  var count: Int { states.withLock { $0.count } }

  var all: [FeedState] { states.withLock { Array($0.values) } }
}
