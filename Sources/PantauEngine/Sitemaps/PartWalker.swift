import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauParse
import PantauStore

/// Asks for the parts of sitemap indexes, one after another, on a thread of its own.
///
/// The poll of the index goes on meanwhile: what its parts bring is stored with it, in one
/// transaction, and counts as the feed's own.
final class PartWalker: Sendable {
  private let store: Store
  private let settings: SharedSettings
  private let fetcher: Fetcher
  private let loop: PollLoop
  private let arrivals: BoundedQueue<FetchedPoll>
  private let clock: @Sendable () -> Date
  private let logger: Logger
  private let indexes: BoundedQueue<FetchedPoll>
  private let thread = Monitor<DedicatedThread?>(nil)

  init(
    store: Store, settings: SharedSettings, fetcher: Fetcher, loop: PollLoop,
    arrivals: BoundedQueue<FetchedPoll>, capacity: Int, clock: @escaping @Sendable () -> Date,
    logger: Logger
  ) {
    self.store = store
    self.settings = settings
    self.fetcher = fetcher
    self.loop = loop
    self.arrivals = arrivals
    self.clock = clock
    self.logger = logger
    // A poll under way stands in one line only, and there are no more polls than credits.
    indexes = BoundedQueue(capacity: capacity)
  }

  /// Takes a poll whose answer is an index, to give it back with its parts.
  func walk(_ poll: FetchedPoll) -> Bool {
    thread.update { thread in
      thread = thread ?? DedicatedThread(name: "pantau-parts") { self.run() }
    }
    return indexes.put(poll)
  }

  /// Takes no more.
  func close() { indexes.close() }

  func join(until deadline: MonotonicInstant) { thread.read { $0 }?.join(until: deadline) }

  /// Whether an answer is an index whose parts are to be followed.
  static func isIndex(_ poll: FetchedPoll) -> Bool {
    guard poll.parts == nil else { return false }
    switch poll.result?.outcome {
    case .response(let response) where response.status == 200 || response.status == 203:
      // Whatever stands before it, the outermost element comes soon.
      let head = response.body.prefix(2_048)
      guard let open = head.firstIndex(of: UInt8(ascii: "<")) else { return false }
      return String(decoding: head[open...], as: UTF8.self).contains("<sitemapindex")
    case .notModified: return poll.start.state.hasParts
    default: return false
    }
  }

  // MARK: The thread

  private func run() {
    while let polls = indexes.take(atMost: 1) {
      for poll in polls { follow(poll) }
    }
  }

  private func follow(_ poll: FetchedPoll) {
    var poll = poll
    let feed = poll.start.state.id
    do throws(StoreError) {
      let known = try store.sitemapParts(ofFeed: feed)
      var answers: [PartAnswer] = []
      for part in PartChoice.parts(listed: Self.listed(poll), known: known, now: clock()) {
        guard let answer = ask(for: part, of: poll) else { return give(up: poll) }
        answers.append(answer)
      }
      poll.parts = answers
    } catch {
      logger.warning("a sitemap waits: the archive cannot be read", metadata: ["error": "\(error)"])
      return give(up: poll)
    }
    if !arrivals.put(poll) { give(up: poll) }
  }

  private func give(up poll: FetchedPoll) {
    fetcher.releaseBody(poll.result?.heldBodyBytes ?? 0)
    loop.abandoned(poll.start.state.id, retryIn: 5)
  }

  /// What the index lists; nil where it has not changed.
  private static func listed(_ poll: FetchedPoll) -> [SitemapPart]? {
    guard let result = poll.result, case .response(let response) = result.outcome else {
      return nil
    }
    return try? FeedParser.parse(
      response.body, contentType: response.headers.first("Content-Type"), url: result.finalURL
    ).parts
  }

  /// nil where we stop.
  private func ask(for part: KnownPart, of poll: FetchedPoll) -> PartAnswer? {
    let own = poll.start.state.settings.host
    let host = ArticleLines.host(of: part.part.url)
    // The poll of the index has its place at its own host still, and lends it to its parts.
    while let wake = loop.leave(for: host, asker: .parts, lendsPlace: host == own) {
      guard pause(until: wake) else { return nil }
    }
    let result = fetch(part, poll.start.state.settings)
    if host != own { loop.visitEnded(host, pause: nil) }
    if case .failed(let error) = result.outcome, error.kind == .cancelled { return nil }
    return PartAnswer(result, to: part)
  }

  private func pause(until wake: MonotonicInstant) -> Bool {
    let never = Monitor(false)
    _ = never.wait(until: wake) { $0 ? true : nil }
    return !loop.isStopping
  }

  private func fetch(_ part: KnownPart, _ feed: FeedSettings) -> FetchResult {
    let current = settings.current
    let isOwnOrigin = URLParts(feed.url)?.origin == URLParts(part.part.url)?.origin
    let request = FetchRequest(
      url: part.part.url, headers: isOwnOrigin ? feed.headers : [], validators: part.validators,
      limits: current.limits, userAgent: current.userAgent,
      caFile: isOwnOrigin ? feed.caFile : nil,
      addressPolicy: .networkURL(
        ofFeed: feed.url, allowsPrivateAddresses: current.allowsPrivateAddresses))
    let answer = Monitor<FetchResult?>(nil)
    _ = fetcher.fetch(request) { result in answer.update { $0 = result } }
    while true {
      if let result = answer.wait(for: { $0 }) { return result }
    }
  }
}
