import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauStore

/// A thread that reads what arrives: parses, matches, and hands the record to the writer.
struct ArrivalReader: Sendable {
  let store: Store
  let settings: SharedSettings
  let fetcher: Fetcher
  let loop: PollLoop
  let parts: PartWalker
  let arrivals: BoundedQueue<FetchedPoll>
  let records: BoundedQueue<ProcessedPoll>
  let clock: @Sendable () -> Date
  let logger: Logger
  /// Told that the archive cannot be read, by a run that ends then; nil keeps trying.
  let givesUp: (@Sendable () -> Void)?

  /// The wait before a feed is asked again after a fault of our own.
  private static let ownFaultWait: Double = 5

  /// Runs until the queue is closed and empty.
  func run() {
    var generator = SystemRandomNumberGenerator()
    while let poll = arrivals.take() { read(poll, using: &generator) }
  }

  private func read(
    _ poll: consuming FetchedPoll, using generator: inout SystemRandomNumberGenerator
  ) {
    let feed = poll.start.state.id
    if case .failed(let error) = poll.result?.outcome, error.kind == .cancelled {
      return loop.abandoned(feed, retryIn: 0)
    }
    if let detour = poll.result?.detour { return loop.redirected(feed, detour) }
    if poll.result == nil, poll.file == nil {
      poll.file = FeedFile.read(
        url: poll.start.state.settings.url, maxBytes: settings.current.limits.maxBodyBytes)
    }
    if PartWalker.isIndex(poll) {
      if !parts.walk(poll) { loop.abandoned(feed, retryIn: Self.ownFaultWait) }
      return
    }
    let processed = process(poll, using: &generator)
    if let result = poll.result.take() { fetcher.releaseBody(of: result) }
    guard let processed, records.put(processed) else {
      return loop.abandoned(feed, retryIn: Self.ownFaultWait)
    }
  }

  private func process(
    _ poll: FetchedPoll, using generator: inout SystemRandomNumberGenerator
  ) -> ProcessedPoll? {
    let current = settings.current
    let processor = PollProcessor(
      store: store, rules: current.rules, ruleset: current.ruleset, budget: loop.terms,
      now: clock())
    let arrival: Arrival
    if let result = poll.result {
      arrival = .fetched(result)
    } else {
      arrival = .file(poll.file ?? .fault("the file was not read"), at: clock())
    }
    do throws(StoreError) {
      var processed = try processor.process(
        arrival, parts: poll.parts ?? [], asked: poll.start.ask, state: poll.start.state,
        using: &generator)
      processed.arrived = ArrivalTime(wall: arrival.receivedAt, monotonic: poll.arrived)
      return processed
    } catch {
      logger.error(
        "a poll could not be compared with the archive; the feed is asked again",
        metadata: ["feed": "\(poll.start.state.settings.shownURL)", "error": "\(error)"])
      givesUp?()
      return nil
    }
  }
}
