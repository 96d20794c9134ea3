import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauParse
import PantauStore

/// Asks for the parts of sitemap indexes, on a thread of its own: those of one index one after
/// another, of different indexes side by side, so that a slow server holds up nobody else.
///
/// The poll of the index goes on meanwhile: what its parts bring is stored with it, in one
/// transaction, and counts as the feed's own.
final class PartWalker: Sendable {
  private struct News: Sendable {
    var polls: [FetchedPoll] = []
    var results: [(feed: Int64, result: FetchResult)] = []
    var isClosed = false

    var isEmpty: Bool { polls.isEmpty && results.isEmpty && !isClosed }
  }

  private let store: Store
  private let settings: SharedSettings
  private let fetcher: Fetcher
  private let loop: PollLoop
  private let arrivals: BoundedQueue<FetchedPoll>
  private let clock: @Sendable () -> Date
  private let logger: Logger
  /// A poll under way stands in one line only, and there are no more polls than credits.
  private let news = Monitor(News())
  private let thread = Monitor<DedicatedThread?>(nil)

  init(
    store: Store, settings: SharedSettings, fetcher: Fetcher, loop: PollLoop,
    arrivals: BoundedQueue<FetchedPoll>, clock: @escaping @Sendable () -> Date, logger: Logger
  ) {
    self.store = store
    self.settings = settings
    self.fetcher = fetcher
    self.loop = loop
    self.arrivals = arrivals
    self.clock = clock
    self.logger = logger
  }

  /// Takes a poll whose answer is an index, to give it back with its parts.
  func walk(_ poll: FetchedPoll) -> Bool {
    thread.update { thread in
      thread = thread ?? DedicatedThread(name: "pantau-parts") { self.run() }
    }
    return news.update { news in
      if !news.isClosed { news.polls.append(poll) }
      return !news.isClosed
    }
  }

  /// Takes no more, and gives up what is under way.
  func close() { news.update { $0.isClosed = true } }

  func join(until deadline: MonotonicInstant) { thread.read { $0 }?.join(until: deadline) }

  /// Whether an answer is an index whose parts are to be followed.
  static func isIndex(_ poll: FetchedPoll) -> Bool {
    guard poll.parts == nil else { return false }
    if case .bytes(let bytes) = poll.file { return isIndex(bytes) }
    switch poll.result?.outcome {
    case .response(let response) where response.status == 200 || response.status == 203:
      return isIndex(response.body)
    case .notModified: return poll.start.state.hasParts
    default: return false
    }
  }

  private static func isIndex(_ body: [UInt8]) -> Bool {
    if body.starts(with: [0x1F, 0x8B]) {
      // A gzip file, which the parser unpacks.
      return (try? FeedParser.parse(body, contentType: nil, url: nil))?.parts.isEmpty == false
    }
    // Whatever stands before it, the outermost element comes soon.
    let head = body.prefix(2_048)
    return head.indices.contains {
      head[$0] == UInt8(ascii: "<") && head[$0...].starts(with: indexTag)
    }
  }

  private static let indexTag = Array("<sitemapindex".utf8)

  // MARK: The thread

  private func run() {
    var walks: [Int64: IndexWalk] = [:]
    while true {
      let wake = walks.values.filter { $0.flying == nil }.map(\.next).min()
      let arrived: News? = news.wait(until: wake) { news in
        guard !news.isEmpty else { return nil }
        defer { (news.polls, news.results) = ([], []) }
        return news
      }
      for poll in arrived?.polls ?? [] { begin(poll, &walks) }
      for (feed, result) in arrived?.results ?? [] { take(result, of: feed, &walks) }
      if arrived?.isClosed == true {
        for walk in walks.values { give(up: walk.poll) }
        return
      }
      for feed in Array(walks.keys) { goOn(feed, &walks) }
    }
  }

  private func begin(_ poll: FetchedPoll, _ walks: inout [Int64: IndexWalk]) {
    let feed = poll.start.state.id
    do throws(StoreError) {
      walks[feed] = IndexWalk(
        poll, listed: Self.listed(poll), known: try store.sitemapParts(ofFeed: feed), now: clock())
    } catch {
      logger.warning("a sitemap waits: the archive cannot be read", metadata: ["error": "\(error)"])
      give(up: poll)
    }
  }

  private func take(
    _ result: FetchResult, of feed: Int64, _ walks: inout [Int64: IndexWalk]
  ) {
    guard var walk = walks[feed], let part = walk.flying else { return }
    loop.visitEnded(PollHost(url: part.part.url), of: feed)
    result.noteRests(loop, store, now: clock(), logger)
    if case .failed(let error) = result.outcome, error.kind == .cancelled {
      walks[feed] = nil
      return give(up: walk.poll)
    }
    walk.take(result, now: clock())
    walks[feed] = walk
  }

  /// Asks for a walk's next part when its time has come, or ends it.
  private func goOn(_ feed: Int64, _ walks: inout [Int64: IndexWalk]) {
    guard var walk = walks[feed], walk.flying == nil, walk.next <= .now else { return }
    guard let part = walk.part else {
      walks[feed] = nil
      walk.poll.parts = walk.answers
      if !arrivals.put(walk.poll) { give(up: walk.poll) }
      return
    }
    // The poll of the index has its place at its host still, and lends it to its parts.
    if let wake = loop.leave(for: PollHost(url: part.part.url), asker: .parts, of: feed) {
      walk.next = wake
    } else {
      walk.start()
      fetch(part, walk.poll.start.state.settings, feed)
    }
    walks[feed] = walk
  }

  private func give(up poll: FetchedPoll) {
    fetcher.releaseBody(poll.result?.heldBodyBytes ?? 0)
    loop.abandoned(poll.start.state.id, retryIn: 5)
  }

  /// What the index lists; nil where it has not changed.
  private static func listed(_ poll: FetchedPoll) -> [SitemapPart]? {
    if case .bytes(let bytes) = poll.file {
      return try? FeedParser.parse(bytes, contentType: nil, url: poll.start.state.settings.url)
        .parts
    }
    guard let result = poll.result, case .response(let response) = result.outcome else {
      return nil
    }
    return try? FeedParser.parse(
      response.body, contentType: response.headers.first("Content-Type"), url: result.finalURL
    ).parts
  }

  private func fetch(_ part: KnownPart, _ settings: FeedSettings, _ feed: Int64) {
    let current = self.settings.current
    let isOwnOrigin = settings.isOwnOrigin(part.part.url)
    let request = FetchRequest(
      url: part.part.url, headers: isOwnOrigin ? settings.headers : [],
      validators: part.validators, limits: current.limits, userAgent: current.userAgent,
      caFile: isOwnOrigin ? settings.caFile : nil,
      addressPolicy: .networkURL(
        ofFeed: settings.url, allowsPrivateAddresses: current.allowsPrivateAddresses))
    _ = fetcher.fetch(request) { [news] result in
      news.update { $0.results.append((feed, result)) }
    }
  }
}
