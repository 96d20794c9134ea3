public import PantauCore
public import PantauHTTP
import PantauParse

/// Looks for the feeds that a page offers: asks for the page, then for what it links to as feeds.
///
/// A URL that is a feed already costs one request. No address is guessed. Requests keep the gaps
/// that feeds are polled with.
public struct Discovery: Sendable {
  /// Why the page itself could not be read.
  public struct Failure: Error, Sendable {
    /// What happened, in plain words, with the URL.
    public let message: String
  }

  private let fetcher: Fetcher
  private let rules: PollingRules
  private let template: FetchRequest
  private let maxLinks: Int

  /// How many links are tried unless said otherwise.
  public static let defaultMaxLinks = 30

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - fetcher: makes the requests.
  ///   - rules: the pace.
  ///   - request: the request for the page; its URL may point anywhere, what the page names to
  ///     public addresses or the page's own host and port only.
  ///   - maxLinks: how many links to try.
  public init(
    fetcher: Fetcher, rules: PollingRules, request: FetchRequest,
    maxLinks: Int = Discovery.defaultMaxLinks
  ) {
    self.fetcher = fetcher
    self.rules = rules
    template = request
    self.maxLinks = maxLinks
  }

  /// Looks.
  ///
  /// - Parameter told: called with each feed as soon as it is found.
  /// - Returns: what was found.
  /// - Throws: ``Failure`` where the page cannot be read.
  public func run(
    told: (DiscoveredFeed) -> Void = { _ in }
  ) async throws(Failure) -> DiscoveryReport {
    var scheduler = Scheduler(rules: rules)
    let result = await fetch(template, &scheduler)
    let response: Response
    switch Self.whole(result) {
    case .success(let answer): response = answer
    case .failure(let miss): throw Failure(message: "\(result.finalURL): \(miss.reason)")
    }
    var report = DiscoveryReport()
    if let feed = ParsedFeedSummary(response, url: result.finalURL) {
      let found = DiscoveredFeed(feed, url: Self.address(result, template.url), link: nil)
      told(found)
      report.feeds = [found]
      return report
    }
    let links = Self.links(in: response, at: result.finalURL)
    report.untried = max(0, links.count - maxLinks)
    var known: Set<String> = []
    for link in links.prefix(maxLinks) {
      await look(at: link, &report, known: &known, &scheduler, told)
    }
    return report
  }

  private func look(
    at link: FeedLink, _ report: inout DiscoveryReport, known: inout Set<String>,
    _ scheduler: inout Scheduler, _ told: (DiscoveredFeed) -> Void
  ) async {
    var request = template
    request.url = link.url
    request.headers = []
    request.addressPolicy = .networkURL(
      ofFeed: template.url,
      allowsPrivateAddresses: template.addressPolicy.allowsPrivateAddresses)
    let result = await fetch(request, &scheduler)
    switch Self.whole(result) {
    case .failure(let miss):
      report.misses.append(.init(url: link.url, reason: miss.reason))
    case .success(let response):
      guard known.insert(result.finalURL).inserted else { return }
      do throws(NotAFeed) {
        let feed = try ParsedFeedSummary(parsing: response, url: result.finalURL)
        let found = DiscoveredFeed(feed, url: Self.address(result, link.url), link: link)
        report.feeds.append(found)
        told(found)
      } catch {
        report.misses.append(.init(url: link.url, reason: error.description))
      }
    }
  }

  // MARK: Asking

  /// Fetches when the host's limits allow.
  private func fetch(_ request: FetchRequest, _ scheduler: inout Scheduler) async -> FetchResult {
    let host = PollHost(url: request.url)
    while let wake = scheduler.startVisit(to: host, now: .now) {
      let wait = max(0, wake.seconds(since: .now))
      // A cancelled sleep asks at once; the fetch then ends as cancelled.
      if (try? await Task.sleep(for: .seconds(wait))) == nil { break }
    }
    let result = await fetcher.fetch(request)
    scheduler.endVisit(to: host, now: .now)
    return result
  }

  private struct NoAnswer: Error {
    let reason: String

    init(reason: String) { self.reason = reason }

    /// The error without the URL, which is said already, and without what holds for feeds alone.
    init(_ error: TransferError, at url: String) {
      let message = error.message
      let text = message.hasPrefix(url + ": ") ? String(message.dropFirst(url.count + 2)) : message
      reason = text.replacing(" It is tried again later.", with: "")
    }
  }

  private static func whole(_ result: FetchResult) -> Result<Response, NoAnswer> {
    switch result.outcome {
    case .failed(let error): return .failure(NoAnswer(error, at: result.finalURL))
    case .response(let response), .notModified(let response):
      guard response.status == 200 || response.status == 203 else {
        return .failure(NoAnswer(reason: "the server answered with status \(response.status)"))
      }
      return .success(response)
    }
  }

  /// The address that stays: where permanent redirects led, else the one that was asked.
  private static func address(_ result: FetchResult, _ asked: String) -> String {
    let hasMoved = !result.hops.isEmpty && result.hops.allSatisfy(\.isPermanent)
    return hasMoved ? result.finalURL : RedactedURL.text(asked)
  }

  /// The links of the answer's headers and of the page, the surest first, each once.
  private static func links(in response: Response, at url: String) -> [FeedLink] {
    let headers = LinkHeader(response.headers).links.compactMap { link -> FeedLink? in
      guard link.relations.contains("alternate"), let type = link.type, FeedLink.isFeedType(type),
        let target = URIReference.resolve(link.target, against: url)
      else { return nil }
      return FeedLink(url: target, kind: .header, title: link.title)
    }
    let page = WebPage(
      response.body, contentType: response.headers.first("Content-Type"), url: url)
    var seen: Set<String> = [url]
    return (headers + page.feedLinks).filter { seen.insert($0.url).inserted }
      .enumerated().sorted { ($0.element.kind, $0.offset) < ($1.element.kind, $1.offset) }
      .map(\.element)
  }
}
