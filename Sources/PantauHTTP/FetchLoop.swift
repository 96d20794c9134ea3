import FoundationEssentials

/// What the fetch thread does: takes requests in, drives libcurl, judges answers, hands results out.
///
/// Made on one thread, then used on the fetch thread alone; only the inbox and the waker are shared.
final class FetchLoop {
  private let configuration: FetcherConfiguration
  private let inbox: FetchInbox
  private let multi: CurlMulti
  private let shared: SharedOptions
  private let budget: BodyBudget
  private var waiting = ArraySlice<FetchJob>()
  private let pool: EasyPool
  private let lookups: LookupDesk
  /// The one transfer that goes on to its end while others pause, for too many body bytes are held.
  private var exempt: CurlEasy?
  private var leftLine = 0
  /// Until when nothing is read for want of room, also once that is over; nil while there is some.
  private var restsUntil: ContinuousClock.Instant?

  /// How many sockets are read from before it is looked which are ready: connections that have opened
  /// meanwhile wait for their requests.
  private static let socketsAtOnce = 8

  init(
    _ configuration: FetcherConfiguration, _ inbox: FetchInbox, _ multi: CurlMulti,
    _ resolver: NameResolver, _ budget: BodyBudget
  ) {
    self.configuration = configuration
    self.inbox = inbox
    self.multi = multi
    pool = EasyPool(limit: configuration.concurrency)
    lookups = LookupDesk(resolver, addressTime: configuration.dnsCacheTime)
    self.budget = budget
    shared = SharedOptions(
      dnsCacheSeconds: configuration.dnsCacheTime.wholeMilliseconds / 1_000,
      maxConnectionAgeSeconds: max(
        1, configuration.maxConnectionIdleTime.wholeMilliseconds / 1_000))
  }

  /// Runs until the inbox is closed and nothing is in flight, or its time is over.
  func run() {
    while true {
      let stopAt = takeNews()
      takeNames()
      advance()
      if let stopAt {
        if stopAt <= .now { cancel("pantau is stopping") { _ in true } }
        if inFlight == 0, waiting.isEmpty { return }
      }
      if !canStart, inbox.mayWait(forBytes: budget.isFull) {
        if inFlight == 0 { budget.dropSpare() }
        multi.wait(atMost: patience(until: stopAt), isResting: isResting)
      }
    }
  }

  /// Moves what is ready, one socket after the other.
  ///
  /// Each place that comes free is used at once: of answers that come together the first one's
  /// successor does not wait until the last one is unpacked.
  private func advance() {
    var left = Self.socketsAtOnce
    repeat {
      takeFinished()
      startWaiting()
      noteRest()
      // libcurl reads from whatever socket has a timer that is due.
      if !isResting { multi.runTimers() }
      takeFinished()
      letPausedGoOn()
      left -= 1
    } while left >= 0 && !isResting && multi.moveNext()
  }

  private func takeFinished() {
    while let finished = multi.nextFinished() { finish(finished) }
  }

  private func takeNews() -> ContinuousClock.Instant? {
    let news = inbox.take(left: leftLine)
    leftLine = 0
    waiting.append(contentsOf: news.jobs)
    budget.handedOut -= min(news.releasedBytes, budget.handedOut)
    if news.releasedBytes > 0 { restsUntil = nil }
    budget.keep(news.spareBodies)
    noteRest()
    if news.cancelsAll { cancel("all fetches were cancelled") { _ in true } }
    if !news.cancelled.isEmpty {
      cancel("the fetch was cancelled") { news.cancelled.contains($0.serial) }
    }
    return news.stopAt
  }

  private var canStart: Bool {
    !waiting.isEmpty && inFlight < configuration.concurrency && !budget.isFull
  }

  private var inFlight: Int { multi.count + lookups.count }

  private func patience(until stopAt: ContinuousClock.Instant?) -> Int32 {
    // libcurl's own next timer shortens this. Lookups have none there, so they get a look twice a
    // second.
    let longest = lookups.count > 0 ? Duration.milliseconds(500) : .seconds(60)
    let end = [stopAt, isResting ? restsUntil : nil].compactMap { $0 }.min()
    let time = end.map { min(longest, ContinuousClock.now.duration(to: $0)) } ?? longest
    return Int32(clamping: time.wholeMilliseconds)
  }

  // MARK: Starting

  private func startWaiting() {
    while canStart, let job = waiting.popFirst() {
      leftLine += 1
      start(job)
    }
    // A slice keeps what was popped off its front until it is replaced.
    if waiting.isEmpty { waiting = [] }
  }

  private func start(_ job: FetchJob) {
    do {
      let detour = job.request.detour?.itinerary
      let itinerary = if let detour { detour } else { try Itinerary(job.request) }
      try startHop(of: Transfer(job, itinerary, budget: budget, now: .now))
    } catch {
      deliver(job, outcome: .failed(error), at: RedactedURL.text(job.request.url))
    }
  }

  private func startHop(of transfer: Transfer) throws(TransferError) {
    let request = transfer.job.request
    let timeLeft = request.limits.timeout - transfer.startedAt.duration(to: .now)
    guard timeLeft > .zero else {
      throw .refusal(
        .timeout, at: transfer.itinerary.current.text, detail: "\(request.limits.timeout) in all",
        limits: request.limits)
    }
    let plan = try HopPlan(request, at: transfer.itinerary, configuration, timeLeft: timeLeft)
    transfer.plan = plan
    transfer.hopStartedAt = .now
    guard let name = plan.nameToLookUp else { return try connect(transfer, plan) }
    switch lookups.advice(for: transfer, to: name) {
    case .connect(let addresses):
      transfer.addresses = addresses
      try connect(transfer, plan)
    case .fail(let answer):
      throw lookupFailure(answer, of: transfer)
    case .wait:
      break
    }
  }

  private func connect(_ transfer: Transfer, _ plan: HopPlan) throws(TransferError) {
    guard let easy = pool.take(for: plan.url) else {
      throw TransferError(kind: .other, message: "\(plan.url.text): libcurl has no memory left.")
    }
    do {
      try easy.prepare(plan, for: transfer, shared)
      try multi.add(easy)
    } catch {
      recycle(easy)
      throw error
    }
  }

  // MARK: Names

  private func takeNames() {
    for (transfer, answer) in lookups.takeAnswers() { goOn(transfer, answer) }
    for transfer in lookups.overdue() {
      let answer = NameAnswer.tryAgain("\(transfer.itinerary.current.host): no answer in time")
      deliver(transfer, .failed(lookupFailure(answer, of: transfer)))
    }
  }

  private func goOn(_ transfer: Transfer, _ answer: NameAnswer) {
    guard case .addresses(let addresses) = answer, var plan = transfer.plan else {
      return deliver(transfer, .failed(lookupFailure(answer, of: transfer)))
    }
    let time = transfer.hopStartedAt.duration(to: .now)
    transfer.measures.timing.nameLookup += time
    transfer.addresses = addresses
    // At least one millisecond is left: 0 would mean no limit.
    plan.timeLeft -= time
    transfer.hopStartedAt = .now
    do {
      try connect(transfer, plan)
    } catch {
      deliver(transfer, .failed(error))
    }
  }

  private func lookupFailure(_ answer: NameAnswer, of transfer: Transfer) -> TransferError {
    let (kind, detail): (TransferError.Kind, String) =
      switch answer {
      case .notFound(let text): (.dns, text)
      case .tryAgain(let text): (.dnsTemporary, text)
      case .addresses: (.other, "the host has addresses after all")
      }
    return .refusal(
      kind, at: transfer.itinerary.current.text, detail: detail,
      limits: transfer.job.request.limits)
  }

  // MARK: Ending

  private func finish(_ finished: CurlMulti.Finished) {
    let easy = finished.easy
    guard let transfer = easy.transfer else { return recycle(easy) }
    easy.measure(into: transfer)
    let status = easy.status
    recycle(easy)
    // An address may have been refused and the next one taken: then there is no failure.
    let isOver = finished.failure != nil || transfer.isCancelled
    let refused = isOver ? transfer.stop.map { refusal(transfer, $0) } : nil
    if let error = refused ?? finished.failure ?? brokenHead(transfer) {
      return deliver(transfer, .failed(error))
    }
    conclude(transfer, status: status)
  }

  private func conclude(_ transfer: Transfer, status: Int) {
    let itinerary = transfer.itinerary
    let request = transfer.job.request
    let verdict = RedirectJudge.verdict(
      status: status, location: transfer.head.headers.bytes("Location"),
      in: RedirectJudge.Situation(
        isPost: request.method != .get, current: itinerary.current, visited: itinerary.visited,
        followsRedirects: request.followsRedirects, staysAtHost: request.staysAtHost,
        maxRedirects: request.limits.maxRedirects))
    switch verdict {
    case .final:
      do throws(Transfer.Stop) {
        let wasConditional = transfer.plan?.sendsValidators ?? false
        let response = Response(
          status: status, headers: transfer.head.headers, body: try transfer.takeBody())
        deliver(
          transfer, status == 304 && wasConditional ? .notModified(response) : .response(response))
      } catch {
        deliver(transfer, .failed(refusal(transfer, error)))
      }
    case .follow(let target):
      transfer.itinerary.follow(target, status: status)
      transfer.clearAnswer()
      do {
        try startHop(of: transfer)
      } catch {
        deliver(transfer, .failed(error))
      }
    case .away(let target):
      var onward = itinerary
      onward.follow(target, status: status)
      let response = Response(status: status, headers: transfer.head.headers, body: [])
      deliver(transfer, .response(response), detour: FetchResult.Detour(itinerary: onward))
    case .refuse(let kind, let detail):
      let error = TransferError.refusal(
        kind, at: itinerary.current.text, detail: detail, limits: request.limits)
      deliver(transfer, .failed(error))
    }
  }

  /// libcurl is content with an answer that ends among its header lines, and calls its body empty.
  private func brokenHead(_ transfer: Transfer) -> TransferError? {
    guard transfer.head.state != .complete else { return nil }
    return .refusal(
      .truncated, at: transfer.itinerary.current.text, detail: "its header lines have no end",
      limits: transfer.job.request.limits)
  }

  private func refusal(_ transfer: Transfer, _ stop: Transfer.Stop) -> TransferError {
    let itinerary = transfer.itinerary
    let (kind, url, detail): (TransferError.Kind, String, String) =
      switch stop {
      case .tooLarge: (.tooLarge, itinerary.current.text, "")
      case .badEncoding(let detail): (.badEncoding, itinerary.current.text, detail)
      case .headersTooLarge: (.headersTooLarge, itinerary.current.text, "")
      case .cancelled(let reason): (.cancelled, itinerary.current.text, reason)
      case .address(let address, let refusal):
        (
          .addressRefused, itinerary.start.text,
          "leads to \(itinerary.current.text), whose address \(address) is \(refusal.rawValue)"
        )
      }
    return .refusal(kind, at: url, detail: detail, limits: transfer.job.request.limits)
  }

  private func deliver(
    _ transfer: Transfer, _ outcome: FetchOutcome, detour: FetchResult.Detour? = nil
  ) {
    transfer.clearAnswer()
    transfer.measures.timing.total = transfer.startedAt.duration(to: .now)
    deliver(
      transfer.job, outcome: outcome, at: transfer.itinerary.current.text,
      hops: transfer.itinerary.hops, transfer.measures,
      sentValidators: transfer.plan?.sendsValidators ?? false, detour: detour)
  }

  private func deliver(
    _ job: FetchJob, outcome: FetchOutcome, at url: String, hops: [FetchResult.Hop] = [],
    _ measures: Measures = Measures(), sentValidators: Bool = false,
    detour: FetchResult.Detour? = nil
  ) {
    let result = FetchResult(
      id: job.request.id, outcome: outcome, hops: hops, finalURL: url, timing: measures.timing,
      bytesReceived: measures.bytesReceived, connectionReused: measures.connectionReused,
      httpVersion: measures.httpVersion, sentValidators: sentValidators,
      receivedAt: configuration.clock(), detour: detour)
    if job.countsHandedOut { budget.handedOut += result.heldBodyBytes }
    job.completion(result)
  }

  private func recycle(_ easy: CurlEasy) {
    if easy === exempt { exempt = nil }
    easy.clear()
    pool.give(easy)
  }

  // MARK: Cancelling and resting

  private func cancel(_ reason: String, where isMeant: (FetchJob) -> Bool) {
    for easy in Array(multi.transfers) {
      guard let transfer = easy.transfer, isMeant(transfer.job) else { continue }
      transfer.stop = .cancelled(reason)
      multi.remove(easy)
      finish(CurlMulti.Finished(easy: easy, failure: nil))
    }
    for transfer in lookups.remove(where: { isMeant($0.job) }) {
      let error = TransferError.refusal(
        .cancelled, at: transfer.itinerary.current.text, detail: reason,
        limits: transfer.job.request.limits)
      deliver(transfer, .failed(error))
    }
    let cancelled = waiting.filter(isMeant)
    waiting.removeAll(where: isMeant)
    leftLine += cancelled.count
    for job in cancelled {
      let url = RedactedURL.text(job.request.url)
      let error = TransferError.refusal(
        .cancelled, at: url, detail: reason, limits: job.request.limits)
      deliver(job, outcome: .failed(error), at: url)
    }
  }

  /// Whether nothing is read for now: too many body bytes are held, and their receiver gives some back.
  ///
  /// What comes stays in the sockets, where TCP tells the servers to wait.
  private var isResting: Bool { restsUntil.map { .now < $0 } ?? false }

  /// Begins a rest where there is need for one, and forgets it where there is none any more.
  private func noteRest() {
    let isNeeded = budget.isFull && budget.handedOut > 0
    restsUntil = isNeeded ? restsUntil ?? .now + configuration.longestRest : nil
  }

  /// Sees to it that transfers come to their end though each pauses that reads when too many body bytes
  /// are held.
  ///
  /// Where nobody gives any back, one that has begun to receive goes on. Where there is room, those that
  /// pause follow one by one, for what has come for them meanwhile is read at once.
  private func letPausedGoOn() {
    noteRest()
    if budget.isFull {
      guard !isResting, exempt == nil else { return }
      exempt = first { $0.bytesHeld > 0 }
      exempt?.transfer?.passesCeiling = true
      exempt?.setPaused(false)
    } else if budget.paused > 0 {
      first(where: \.isPaused)?.setPaused(false)
    }
  }

  /// The transfer of this kind that was started first.
  private func first(where isMeant: (Transfer) -> Bool) -> CurlEasy? {
    multi.transfers.filter { $0.transfer.map(isMeant) ?? false }.min { started($0) < started($1) }
  }

  private func started(_ easy: CurlEasy) -> ContinuousClock.Instant {
    easy.transfer?.startedAt ?? .now
  }
}
