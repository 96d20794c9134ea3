import PantauCore

/// The articles in line, by host, and what `robots.txt` of each site says.
///
/// One request at a time to a host, two seconds between the starts of two articles, none before the
/// site's `robots.txt` is known; within that, the limits that feeds keep. A pure value: its owner
/// passes time and leave in.
struct ArticleLines {
  /// What to fetch next, or that an article must not be.
  enum Visit: Sendable, Hashable {
    case robots(origin: String, host: PollHost, of: WaitingArticle)
    case article(WaitingArticle, host: PollHost)
    case forbidden(WaitingArticle)
    /// The site's `robots.txt` could not be read: why, and after how many seconds it is tried again.
    case unreadable(WaitingArticle, String, seconds: Double)
  }

  private struct Line {
    var waiting: [WaitingArticle] = []
    var isFlying = false
    var next = MonotonicInstant(nanoseconds: .min)
  }

  private struct Known {
    var answer: RobotsAnswer
    var until: MonotonicInstant
  }

  private var lines: [PollHost: Line] = [:]
  private var robots: [String: Known] = [:]
  /// The numbers of the items in line or on their way.
  private(set) var items: Set<Int64> = []
  /// How many requests are on their way.
  private(set) var flying = 0

  /// The time between the starts of two articles of a host; not on loopback.
  static let gap: Duration = .seconds(2)
  /// How long `robots.txt` is believed (RFC 9309, section 2.4).
  static let rulesHold: Duration = .seconds(86_400)
  /// How long a site that failed to give it is left alone.
  static let failureHolds: Duration = .seconds(3_600)
  /// How many sites' rules are kept.
  private static let maxSites = 2_000

  var isIdle: Bool { items.isEmpty && flying == 0 }

  /// Puts an article in line; one that a redirect sent on goes first.
  mutating func add(_ article: WaitingArticle, first: Bool = false) {
    guard items.insert(article.itemID).inserted else { return }
    let host = PollHost(url: article.url)
    if first {
      lines[host, default: Line()].waiting.insert(article, at: 0)
    } else {
      lines[host, default: Line()].waiting.append(article)
    }
  }

  /// What to do now; nil for nothing before ``wake``.
  ///
  /// - Parameters:
  ///   - now: now.
  ///   - leave: asks the feeds' scheduler; nil grants, a time says when to ask again.
  /// - Returns: the visit, which counts as started.
  mutating func next(
    now: MonotonicInstant, leave: (PollHost) -> MonotonicInstant?
  ) -> Visit? {
    while let (host, line) = ready(now), let article = line.waiting.first {
      let origin = URLParts(article.url)?.origin ?? ""
      let known = robots[origin].flatMap { $0.until > now ? $0 : nil }
      if let known, let refusal = Self.refusal(known, article, now: now) {
        take(article, from: host)
        return refusal
      }
      if let later = leave(host) {
        lines[host]?.next = max(later, now.advanced(bySeconds: 0.01))
        continue
      }
      lines[host]?.isFlying = true
      flying += 1
      guard known != nil else {
        return .robots(origin: origin, host: host, of: article)
      }
      take(article, from: host)
      lines[host]?.next = host.isLoopback ? now : now + Self.gap
      return .article(article, host: host)
    }
    return nil
  }

  /// When to ask again; nil for not before something else happens.
  var wake: MonotonicInstant? {
    lines.values.filter { !$0.isFlying && !$0.waiting.isEmpty }.map(\.next).min()
  }

  /// Notes that a request has ended.
  mutating func ended(_ host: PollHost, now: MonotonicInstant) {
    flying -= 1
    lines[host]?.isFlying = false
    if let line = lines[host], line.waiting.isEmpty, line.next < now { lines[host] = nil }
  }

  /// Takes an article out of its line.
  mutating func drop(_ article: WaitingArticle) {
    guard items.remove(article.itemID) != nil else { return }
    lines[PollHost(url: article.url)]?.waiting.removeAll { $0.itemID == article.itemID }
  }

  /// Notes what a site's `robots.txt` says.
  mutating func learn(
    _ answer: RobotsAnswer, of origin: String, now: MonotonicInstant
  ) {
    if robots.count >= Self.maxSites { robots = robots.filter { $0.value.until > now } }
    if robots.count >= Self.maxSites { robots = [:] }
    let hold = if case .rules = answer { Self.rulesHold } else { Self.failureHolds }
    robots[origin] = Known(answer: answer, until: now + hold)
  }

  private static func refusal(
    _ known: Known, _ article: WaitingArticle, now: MonotonicInstant
  ) -> Visit? {
    switch known.answer {
    case .rules(let rules): rules.allows(url: article.url) ? nil : .forbidden(article)
    case .unreadable(let reason):
      .unreadable(article, reason, seconds: known.until.seconds(since: now))
    }
  }

  private func ready(_ now: MonotonicInstant) -> (PollHost, Line)? {
    lines.filter { !$0.value.isFlying && !$0.value.waiting.isEmpty && $0.value.next <= now }
      .min { $0.value.next < $1.value.next }.map { ($0.key, $0.value) }
  }

  private mutating func take(_ article: WaitingArticle, from host: PollHost) {
    lines[host]?.waiting.removeFirst()
    items.remove(article.itemID)
  }
}
