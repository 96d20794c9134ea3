import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauParse
import PantauStore
import PantauStories

/// What an arrival says once it is read: the feed if there is one, and the poll's outcome for the
/// scheduler and for the archive.
struct PollReading {
  /// The document; nil where there is none, or the very one that was read last time.
  private(set) var feed: ParsedFeed?
  /// What was received, for alerts; one of a sitemap index for each of its parts.
  private(set) var sources: [FeedSource] = []
  /// What the scheduler learns.
  var answer: PollAnswer
  /// What `pantau feeds` shows.
  private(set) var health: PollHealth
  /// Validators to store; nil keeps the old ones.
  private(set) var validators: Validators?
  /// The URL whose answer gave them.
  private(set) var validatorsURL: String?
  /// The hash of the body to store; nil keeps the old one.
  private(set) var bodyHash: Key128?

  /// The known items that the document shows; nil where it is none, was cut off, or is one of parts.
  private(set) var shown: [Int64?]?
  /// Keys of known items that were last noted as shown long ago.
  private(set) var shownAgain: [ItemKeys] = []
  /// What the texts to store, and what is kept of the document, take in memory, about.
  var textBytes = 0
  /// How many known items came under other guids.
  private(set) var renamedItems = 0

  init(_ arrival: Arrival, ask: PollAsk, state: FeedState) {
    answer = PollAnswer(.failed(.other), at: arrival.receivedAt)
    answer.askedOriginal = ask.isOriginal
    health = PollHealth(polledAt: arrival.receivedAt)
    switch arrival {
    case .file(.bytes(let bytes), _):
      read(bytes, contentType: nil, url: state.settings.url, state)
      keep(bytes, AnswerHead(file: state.settings, at: arrival.receivedAt))
    case .file(.fault(let fault), _):
      fail(.other, fault)
    case .fetched(let result):
      take(result, ask, state)
    }
  }

  /// Takes what the parts of a sitemap index brought as the feed's own items.
  ///
  /// One part that fails is a note; where all do, so does the poll, and the index is asked again.
  mutating func take(_ parts: [PartAnswer]) {
    let faults = parts.compactMap(\.fault)
    health.note = faults.first ?? health.note
    // An index among them brings nothing by itself.
    if let fault = faults.first, parts.allSatisfy({ $0.fault != nil || $0.listed != nil }) {
      (feed, validators, bodyHash) = (nil, nil, nil)
      return fail(.other, fault)
    }
    let documents = parts.compactMap(\.feed)
    guard !documents.isEmpty else { return }
    var whole = feed ?? ParsedFeed(format: .newsSitemap)
    sources = parts.compactMap(\.source)
    whole.items += documents.flatMap(\.items)
    feed = whole
    answer.outcome = .feed
  }

  /// Notes what the archive knows of the document's items.
  mutating func note(
    _ known: [KnownItem?], of keys: [ItemKeys], on date: Date, isWhole: Bool
  ) {
    let today = Int64(date.timeIntervalSince1970 / 86_400)
    if isWhole { shown = known.map { $0?.itemID } }
    for case (let keys, let known?) in zip(keys, known) {
      if known.isRenamed { renamedItems += 1 }
      if known.shownDay + IdentityDays.refresh < today { shownAgain.append(keys) }
    }
  }

  /// Counts a new item.
  mutating func count(new item: Item, alerts: Bool) {
    answer.newItems += 1
    if let date = item.published { answer.publishedTimes.append(date) }
    if alerts { answer.alerts += 1 }
  }

  /// Makes a feed's state what it is after this poll.
  func apply(to state: inout FeedState) {
    if let validators {
      state.validators = validators
      state.validatorsURL = validatorsURL
    }
    if let bodyHash { state.bodyHash = bodyHash }
    if let title = feed?.title { state.title = title }
  }

  private mutating func fail(_ failure: PollFailure, _ problem: String) {
    answer.outcome = .failed(failure)
    health.error = problem
  }

  private mutating func take(_ result: FetchResult, _ ask: PollAsk, _ state: FeedState) {
    health.firstByte = result.timing.firstByte
    health.total = result.timing.total
    health.bytes = result.bytesReceived
    answer.wasConditional = result.sentValidators
    validatorsURL = result.hops.isEmpty ? (ask.isOriginal ? nil : ask.url) : result.finalURL
    if !result.hops.isEmpty, result.hops.allSatisfy(\.isPermanent),
      state.settings.mayMove(to: result.finalURL)
    {
      answer.permanentTarget = result.finalURL
    }
    switch result.outcome {
    case .failed(let error):
      fail(error.pollFailure, error.message)
    case .notModified(let response):
      note(response)
      answer.outcome = .notModified
      validators = state.validators.updated(by: response.validators)
    case .response(let response):
      note(response)
      take(response, from: result.finalURL, state)
      keep(
        response.body, AnswerHead(result, response, of: state.settings, isOriginal: ask.isOriginal))
    }
  }

  /// Holds on to a document while its items are matched.
  private mutating func keep(_ body: [UInt8], _ head: AnswerHead) {
    if let feed { sources = [FeedSource(head, body: body, feed: feed)] }
  }

  private mutating func note(_ response: Response) {
    health.status = response.status
    answer.status = response.status
    answer.headers = PollHeaders(
      retryAfter: response.headers.bytes("Retry-After"), date: response.headers.bytes("Date"),
      age: response.headers.bytes("Age"),
      cacheControl: response.headers.list("Cache-Control").map { Array($0.utf8) },
      expires: response.headers.bytes("Expires"))
  }

  private mutating func take(_ response: Response, from url: String, _ state: FeedState) {
    guard response.status == 200 || response.status == 203 else {
      let failure = PollFailure(status: response.status)
      return fail(failure, Self.sentence(response.status, failure))
    }
    read(
      response.body, contentType: response.headers.first("Content-Type"), url: url, state)
    // What a whole, readable body came with is what to ask with next; nothing else is.
    if case .feed = answer.outcome, feed?.isComplete ?? true { validators = response.validators }
  }

  private mutating func read(
    _ bytes: [UInt8], contentType: String?, url: String, _ state: FeedState
  ) {
    let hash = ItemIdentity.key(ofBody: bytes)
    answer.bodyHash = hash.high
    if hash == state.bodyHash {
      answer.outcome = .feed
      answer.hints = FeedHints(kept: state.rhythm)
      answer.knownItems = state.rhythm.windowItems
      return
    }
    do throws(NotAFeed) {
      let parsed = try FeedParser.parse(bytes, contentType: contentType, url: url)
      answer.outcome = .feed
      answer.hints = FeedHints(parsed)
      answer.isComplete = parsed.isComplete
      if parsed.isComplete { bodyHash = hash }
      health.note = parsed.warnings.first
      feed = parsed
    } catch {
      fail(.notAFeed, error.description)
    }
  }

  private static func sentence(_ status: Int, _ failure: PollFailure) -> String {
    switch failure {
    case .gone: "the server says that the feed is gone for good (410)"
    case .http404: "the server has nothing at this address (404)"
    case .forbidden: "the server refuses to give the feed (403)"
    case .tooMany: "the server asks for fewer requests (429)"
    case .http5xx: "the server failed (\(status))"
    default: "the server answered with status \(status), which brings no feed"
    }
  }
}

extension Validators {
  /// The validators after a 304: each one it carries replaces the old (RFC 9111, section 4.3.4).
  func updated(by newer: Validators) -> Validators? {
    guard !newer.isEmpty else { return nil }
    return Validators(
      entityTag: newer.entityTag ?? entityTag, lastModified: newer.lastModified ?? lastModified)
  }
}

extension PollFailure {
  fileprivate init(status: Int) {
    switch status {
    case 403: self = .forbidden
    case 404: self = .http404
    case 410: self = .gone
    case 429: self = .tooMany
    case 500...599: self = .http5xx
    default: self = .other
    }
  }
}

extension TransferError {
  fileprivate var pollFailure: PollFailure {
    switch kind {
    case .dnsTemporary: .dnsTemporary
    case .dns: .dns
    case .tls: .tls
    case .timeout: .timeout
    default: .other
    }
  }
}

extension FeedHints {
  /// The hints of the last document, for one that is the same byte for byte.
  fileprivate init(kept rhythm: FeedRhythm) {
    self.init(
      ttlSeconds: rhythm.documentIsSyndication ? nil : rhythm.documentSeconds,
      syndicationSeconds: rhythm.documentIsSyndication ? rhythm.documentSeconds : nil)
    skipHours = rhythm.skipHours
    skipDays = rhythm.skipDays
  }
}
