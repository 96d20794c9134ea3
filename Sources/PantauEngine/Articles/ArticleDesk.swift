import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauMatch
import PantauStore
import PantauStories

/// Reads the articles behind the summaries of feeds with `fullText`, on a thread of its own.
///
/// What waits stands in the archive, put there in the transaction that stored its item, so that a
/// crash loses nothing. The feeds' hosts are asked within the feeds' own limits: each request has
/// the poll loop's leave.
final class ArticleDesk: Sendable {
  private struct News: Sendable {
    var results: [(visit: ArticleLines.Visit, result: FetchResult)] = []
    var hasWork = true
    var isStopping = false
    var endsWhenIdle = false
  }

  /// What the thread works by.
  private struct Work {
    var lines = ArticleLines()
    /// The URLs that each article's redirects have led through.
    var visited: [Int64: [String]] = [:]
    var refillAt = MonotonicInstant.now
    var generator = SystemRandomNumberGenerator()
  }

  /// Requests on their way at once.
  static let maxFlying = 8
  /// Articles in memory at once; the rest waits in the archive.
  static let maxInLine = 2_000
  /// How often those that were put off are looked for.
  static let look: Duration = .seconds(60)

  private let store: Store
  private let settings: SharedSettings
  private let registry: FeedRegistry
  private let fetcher: Fetcher
  private let loop: PollLoop
  private let clock: @Sendable () -> Date
  private let logger: Logger
  private let committed: @Sendable (CommitSummary) -> Void
  private let news = Monitor(News())
  private let thread = Monitor<DedicatedThread?>(nil)

  init(
    store: Store, settings: SharedSettings, registry: FeedRegistry, fetcher: Fetcher,
    loop: PollLoop, clock: @escaping @Sendable () -> Date, logger: Logger,
    committed: @escaping @Sendable (CommitSummary) -> Void
  ) {
    self.store = store
    self.settings = settings
    self.registry = registry
    self.fetcher = fetcher
    self.loop = loop
    self.clock = clock
    self.logger = logger
    self.committed = committed
  }

  // MARK: From any thread

  /// Starts the thread, unless it runs.
  func start() {
    thread.update { thread in
      thread = thread ?? DedicatedThread(name: "pantau-articles") { self.run() }
    }
  }

  /// Says that articles have come in line.
  func notify() { news.update { $0.hasWork = true } }

  /// Reads all that waits and is due, and ends; what is not read by then waits in the archive.
  func drain(until deadline: MonotonicInstant) {
    news.update { $0.endsWhenIdle = true }
    guard let thread = thread.read({ $0 }), !thread.join(until: deadline) else { return }
    logger.notice("articles wait for the next run: their servers took too long")
    requestStop()
    thread.join()
  }

  func requestStop() { news.update { $0.isStopping = true } }

  func join(until deadline: MonotonicInstant) { thread.read { $0 }?.join(until: deadline) }

  // MARK: The thread

  private func run() {
    var work = Work()
    while true {
      let wake = [wakeTime(work), work.refillAt].compactMap { $0 }.min()
      let news: News? = news.wait(until: wake) { news in
        let isOver = news.endsWhenIdle && work.lines.isIdle
        guard news.hasWork || news.isStopping || !news.results.isEmpty || isOver else { return nil }
        defer { (news.results, news.hasWork) = ([], false) }
        return news
      }
      if news?.isStopping == true { return }
      for (visit, result) in news?.results ?? [] { take(visit, result, &work) }
      if news?.hasWork == true || work.refillAt <= .now { refill(&work) }
      startVisits(&work)
      if news?.endsWhenIdle == true, work.lines.isIdle { return }
    }
  }

  private func wakeTime(_ work: Work) -> MonotonicInstant? {
    work.lines.flying < Self.maxFlying ? work.lines.wake : nil
  }

  private func refill(_ work: inout Work) {
    work.refillAt = .now + Self.look
    guard work.lines.items.count < Self.maxInLine else { return }
    do throws(StoreError) {
      for article in try store.waitingArticles(dueBy: clock(), limit: Self.maxInLine) {
        work.lines.add(article)
      }
    } catch {
      logger.warning("articles wait: the archive cannot be read", metadata: ["error": "\(error)"])
    }
  }

  private func startVisits(_ work: inout Work) {
    while work.lines.flying < Self.maxFlying,
      let visit = work.lines.next(now: .now, leave: { loop.leave(for: $0, asker: .articles) })
    {
      switch visit {
      case .forbidden(let article):
        finish(article, .failed("robots.txt of the site does not allow it"), nil, &work)
      case .unreadable(let article, let reason, let seconds):
        let isLast = article.attempts + 1 >= ArticleReading.maxAttempts
        let again = "; it is asked for again in an hour"
        finish(
          article, isLast ? .failed(reason) : .later(clock() + seconds, reason + again), nil, &work)
      case .robots(let origin, _, let article):
        let feed = registry[article.feedID]?.settings
        fetch(
          visit,
          request(origin + "/robots.txt", FetchRequest.robotsAccept, feed: feed, follows: true))
      case .article(let article, let host):
        guard let feed = registry[article.feedID]?.settings, feed.fullText else {
          end(host, nil, &work)
          finish(article, .failed("its feed asks for no full texts any more"), nil, &work)
          continue
        }
        fetch(visit, request(article.url, FetchRequest.pageAccept, feed: feed, follows: false))
      }
    }
  }

  private func request(
    _ url: String, _ accept: String, feed: FeedSettings?, follows: Bool
  ) -> FetchRequest {
    let current = settings.current
    return FetchRequest(
      url: url, limits: current.limits, userAgent: current.userAgent, accept: accept,
      caFile: feed?.isOwnOrigin(url) == true ? feed?.caFile : nil,
      addressPolicy: .networkURL(
        ofFeed: feed?.url ?? "", allowsPrivateAddresses: current.allowsPrivateAddresses),
      followsRedirects: follows)
  }

  private func fetch(_ visit: ArticleLines.Visit, _ request: FetchRequest) {
    _ = fetcher.fetch(request) { [news] result in
      news.update { $0.results.append((visit, result)) }
    }
  }

  private func end(_ host: PollHost, _ result: FetchResult?, _ work: inout Work) {
    work.lines.ended(host, now: .now)
    loop.visitEnded(host)
    result?.noteRests(loop, store, now: clock(), logger)
  }

  private func take(_ visit: ArticleLines.Visit, _ result: FetchResult, _ work: inout Work) {
    switch visit {
    case .forbidden, .unreadable: break
    case .robots(let origin, let host, let article):
      end(host, result, &work)
      // Of this feed's wish to go there alone: another feed may have its home there.
      if case .failed(let error) = result.outcome, error.kind == .addressRefused {
        work.lines.drop(article)
        return finish(article, .failed(error.message), nil, &work)
      }
      guard let answer = RobotsAnswer(result) else { return }
      work.lines.learn(answer, of: origin, now: .now)
    case .article(let article, let host):
      take(article, result, host, &work)
    }
  }

  private func take(
    _ article: WaitingArticle, _ result: FetchResult, _ host: PollHost, _ work: inout Work
  ) {
    let visited = (work.visited.removeValue(forKey: article.itemID) ?? []) + [article.url]
    let verdict = ArticleReading.verdict(on: result, attempts: article.attempts, visited: visited)
    end(host, result, &work)
    switch verdict {
    case .cancelled: break
    case .redirect(let target):
      var next = article
      next.url = target
      work.visited[article.itemID] = visited
      work.lines.add(next, first: true)
    case .failed(let reason): finish(article, .failed(reason), nil, &work)
    case .later(let seconds, let reason):
      finish(article, .later(clock() + seconds, reason), nil, &work)
    case .text(let text, let canonical):
      let moved = visited.count > 1 ? article.url : nil
      finish(article, text, result, canonical ?? moved, &work)
    }
  }

  // MARK: Ending

  /// Matches an item with its whole text; what its feed says of it stays where that is longer.
  private func finish(
    _ article: WaitingArticle, _ text: String, _ result: FetchResult, _ canonical: String?,
    _ work: inout Work
  ) {
    do throws(StoreError) {
      guard let archived = try store.archivedItem(article.itemID),
        let state = registry[article.feedID]
      else { return }
      var item = archived.item
      if text.utf8.count > item.content?.utf8.count ?? 0 { item.content = text }
      let (ruleset, now) = (settings.current.ruleset, clock())
      let reading = ruleset.read(item, of: state, language: article.language, now: now)
      let draft = ruleset.draft(
        for: item, reading: reading, of: state, seen: result.receivedAt, now: now,
        using: &work.generator)
      var record = ArticleRecord(
        itemID: article.itemID, outcome: .read(text: item.content ?? text, draft),
        canonicalURL: canonical)
      record.link = canonical.flatMap(ItemIdentity.linkKey)
      let link = record.link?.number ?? ItemIdentity.keys(of: item).link
      record.print = StorySketch.print(of: item, link: link) { reading.withWordHashes(of: $0, $1) }
      // The store decides whether there is an alert to keep the page for.
      let mayBeKept = draft == nil ? try store.hasAlert(ofItem: article.itemID) : true
      record.page = mayBeKept ? Capture(page: result) : nil
      finish(article, record)
    } catch {
      logger.warning(
        "an article waits: the archive cannot be read", metadata: ["error": "\(error)"])
    }
  }

  private func finish(
    _ article: WaitingArticle, _ outcome: ArticleRecord.Outcome, _ canonical: String?,
    _ work: inout Work
  ) {
    finish(
      article, ArticleRecord(itemID: article.itemID, outcome: outcome, canonicalURL: canonical))
  }

  private func finish(_ article: WaitingArticle, _ record: ArticleRecord) {
    do throws(StoreError) {
      let summary = try store.commit(record, now: clock())
      note(article, record.outcome)
      PollLog.write(summary.surges, to: logger)
      committed(summary)
    } catch {
      // It waits in the archive, and comes in line again.
      logger.warning("an article could not be stored", metadata: ["error": "\(error)"])
    }
  }

  private func note(_ article: WaitingArticle, _ outcome: ArticleRecord.Outcome) {
    let metadata: Logger.Metadata = ["article": "\(article.url)", "item": "\(article.itemID)"]
    switch outcome {
    case .read: logger.debug("article read", metadata: metadata)
    case .failed(let reason), .later(_, let reason):
      logger.info("an article was not read: \(reason)", metadata: metadata)
    }
  }
}

extension FetchRequest {
  /// What articles are asked for.
  fileprivate static let pageAccept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
  /// What `robots.txt` is asked for.
  fileprivate static let robotsAccept = "text/plain,*/*;q=0.1"
}
