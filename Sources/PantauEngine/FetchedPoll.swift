import FoundationEssentials
import PantauCore
import PantauHTTP
import Synchronization

/// A poll whose answer is there: over HTTP the result, for a file nothing yet.
struct FetchedPoll: Sendable {
  var start: PollLoop.Start
  /// nil for a file, which the reader's thread reads itself.
  var result: FetchResult?
  /// What was read of a file.
  var file: FeedFile.Reading?
  /// What the parts of a sitemap index brought; nil where they were not asked for.
  var parts: [PartAnswer]?
  /// When it came.
  let arrived = MonotonicInstant.now
}

/// When an answer was there, by both clocks.
///
/// Waits count from it, so that a wall clock that is set while an answer is worked on moves no due
/// time.
struct ArrivalTime: Sendable {
  let wall: Date
  let monotonic: MonotonicInstant

  /// What the wall clock would say now had it not been set since then.
  func steadyWall(at now: MonotonicInstant) -> Date {
    wall.addingTimeInterval(now.seconds(since: monotonic))
  }
}

extension PollLoop.Start {
  /// The number of its fetch: the feed's, for a feed has one poll under way at most.
  var requestID: UInt64 { UInt64(bitPattern: state.id) }
}

/// The polls that are with the fetcher, by the number of their fetch.
final class StartedPolls: Sendable {
  private let starts = Mutex<[UInt64: PollLoop.Start]>([:])

  func add(_ start: PollLoop.Start) { starts.withLock { $0[start.requestID] = start } }

  func take(_ id: UInt64) -> PollLoop.Start? { starts.withLock { $0.removeValue(forKey: id) } }
}
