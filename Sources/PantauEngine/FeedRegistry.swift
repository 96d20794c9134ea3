import FoundationEssentials
import PantauCore
import Synchronization

/// The feeds that are polled, by their number in the archive.
///
/// Whoever asks for a feed's state to work on a poll is the only one to do so, for the scheduler
/// starts no second poll before the first has ended.
final class FeedRegistry: Sendable {
  /// A state in memory of its own: a table of the states themselves keeps room for half as many again.
  private final class Entry: Sendable {
    let state: FeedState

    init(_ state: FeedState) { self.state = state }
  }

  private let entries: Mutex<[Int64: Entry]>

  init(_ feeds: [FeedState]) {
    entries = Mutex(
      Dictionary(feeds.map { ($0.id, Entry($0)) }, uniquingKeysWith: { first, _ in first }))
  }

  subscript(feed: Int64) -> FeedState? { entries.withLock { $0[feed]?.state } }

  /// Takes over what a poll has left; the settings of a reload meanwhile stay.
  func finish(_ state: FeedState) {
    entries.withLock { entries in
      guard let settings = entries[state.id]?.state.settings else { return }
      var state = state
      state.settings = settings
      entries[state.id] = Entry(state)
    }
  }

  /// Makes a gone or failing feed due at once; nil where there is no such feed.
  func restart(_ feed: Int64, at now: Date) -> FeedState? {
    entries.withLock { entries in
      guard var state = entries[feed]?.state else { return nil }
      state.rhythm.restart(at: now)
      entries[feed] = Entry(state)
      return state
    }
  }

  /// Replaces the feeds; what is known of those that stay is kept.
  ///
  /// - Returns: the feeds to take out of the schedule, because they are no longer there or are due
  ///   by another interval, and those to enter it.
  func replace(with feeds: [FeedState]) -> (leaving: [Int64], entering: [FeedState]) {
    entries.withLock { entries in
      var next: [Int64: Entry] = [:]
      var leaving: [Int64] = []
      for feed in feeds {
        var state = entries[feed.id]?.state ?? feed
        if state.settings.interval != feed.settings.interval {
          state.comeSooner(by: feed.settings.interval)
          leaving.append(feed.id)
        }
        state.settings = feed.settings
        next[feed.id] = Entry(state)
      }
      leaving += entries.keys.filter { next[$0] == nil }
      entries = next
      return (leaving, next.values.map(\.state))
    }
  }

  var count: Int { entries.withLock { $0.count } }

  /// All states as they are now, each made when it is come to; in the order in which their feeds were
  /// first stored.
  ///
  /// New feeds are polled in that order: so polls that are stored together change few pages of the
  /// table of feeds.
  var all: some Sequence<FeedState> {
    entries.withLock { entries in entries.sorted { $0.key < $1.key }.map(\.value) }
      .lazy.map(\.state)
  }
}
