import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP

/// The thread that decides which feeds to ask now, and hands the asking on.
///
/// It owns the ``Scheduler``; everyone else leaves messages in its inbox. It never waits for a
/// fetch, a parser or the database: it starts no more polls than there are credits, and a credit
/// comes back when a poll is stored.
final class PollLoop: Sendable {
  private let inbox = Monitor(Inbox())
  private let registry: FeedRegistry
  /// The hosts that wanted to be left alone before the start.
  private let rests: [HostRest]
  private let credits: Int
  private let clock: @Sendable () -> Date
  private let logger: Logger
  private let start: @Sendable (Start) -> Bool

  /// Prepares the loop; `credits` polls may be between their start and their commit, and `start`
  /// begins one without waiting, or says that it could not be taken.
  init(
    registry: FeedRegistry, rests: [HostRest], credits: Int, clock: @escaping @Sendable () -> Date,
    logger: Logger, start: @escaping @Sendable (Start) -> Bool
  ) {
    self.registry = registry
    self.rests = rests
    self.credits = credits
    self.clock = clock
    self.logger = logger
    self.start = start
  }

  // MARK: - Messages, from any thread

  func finished(_ poll: ProcessedPoll) {
    send(.finished(poll.state.id, poll.decision, poll.arrived, poll.record.rests))
  }

  func abandoned(_ feed: Int64, retryIn seconds: Double) {
    send(.abandoned(feed, retryIn: seconds))
  }

  /// Has a first poll go on at the host that a redirect leads to, once that may be asked.
  func redirected(_ feed: Int64, _ detour: FetchResult.Detour) { send(.redirected(feed, detour)) }

  func replace(added: [FeedState], removed: [Int64], rules: PollingRules) {
    send(.replaced(added: added, removed: removed, rules: rules))
  }

  /// Polls a feed now that was gone or failing.
  func restart(_ state: FeedState) { send(.restarted(state)) }

  /// Whether the thread takes messages.
  func answers(until deadline: MonotonicInstant) -> Bool {
    let before = inbox.update { inbox in
      inbox.messages.append(.ping)
      return inbox.pings
    }
    return inbox.wait(until: deadline) { $0.pings > before || $0.isStopping ? true : nil } ?? false
  }

  /// Asks leave to fetch something else from a host, within the limits that feeds keep.
  ///
  /// What belongs to the poll of a feed may use that poll's place at the host.
  ///
  /// - Returns: nil where it is granted, and ``visitEnded(_:of:)`` has to follow; else when to
  ///   ask again.
  func leave(
    for host: PollHost, asker: Asker, of feed: Int64? = nil
  ) -> MonotonicInstant? {
    inbox.update { inbox in
      inbox.leaves[asker] = nil
      inbox.messages.append(.visit(host, asker, of: feed))
    }
    let answer = inbox.wait { inbox -> Leave? in
      if inbox.hasEnded { return .granted }
      return inbox.isStopping ? .at(.now + .seconds(1)) : inbox.leaves[asker]
    }
    guard case .at(let time) = answer else { return nil }
    return time
  }

  /// Notes that what had leave has ended.
  func visitEnded(_ host: PollHost, of feed: Int64? = nil) { send(.visitEnded(host, of: feed)) }

  /// Leaves hosts in peace that have asked for it.
  func rest(_ rests: [HostRest]) { send(.rest(rests)) }

  func stop() { inbox.update { $0.isStopping = true } }

  var isStopping: Bool { inbox.read { $0.isStopping } }

  /// The terms on which feeds share the request budget.
  var terms: BudgetTerms { inbox.read { $0.terms } }

  /// How many polls are under way.
  var inFlight: Int { inbox.read { $0.inFlight } }

  private func send(_ message: Message) { inbox.update { $0.messages.append(message) } }

  // MARK: - The thread

  /// Polls each feed when it is due, until ``stop()``; polls under way are left to those who run
  /// them.
  func run(rules: PollingRules) {
    var agenda = agenda(rules)
    add(registry.all, to: &agenda)
    agenda.scheduler.open(at: .now)
    loop(&agenda)
  }

  /// Polls each feed once, due or not, and ends; leaves out feeds that are gone, and those whose
  /// server asked to wait.
  func runOnce(rules: PollingRules) {
    var agenda = agenda(rules)
    let (now, wall) = (MonotonicInstant.now, clock())
    var feeds: Set<Int64> = []
    for feed in registry.all
    where !feed.rhythm.isGone && feed.rhythm.notBefore.map({ $0 <= wall }) ?? true {
      feeds.insert(feed.id)
      agenda.scheduler.add(
        feed.id, host: feed.way(at: wall).asked, schedule: StoredSchedule(due: wall, lastPoll: nil),
        demand: .none, wall: wall, now: now)
    }
    inbox.update { [feeds] in $0.remaining = feeds }
    agenda.scheduler.open(at: now)
    loop(&agenda)
  }

  /// An agenda without feeds, on which the hosts are resting that were before the start.
  private func agenda(_ rules: PollingRules) -> Agenda {
    var agenda = Agenda(rules)
    take(rests, &agenda)
    return agenda
  }

  private func loop(_ agenda: inout Agenda) {
    defer { inbox.update { $0.hasEnded = true } }
    var watch = ClockWatch(wall: clock(), monotonic: .now)
    while true {
      if let jump = watch.jump(wall: clock(), monotonic: .now) { note(jump) }
      let wake = startDue(&agenda)
      if leavesRest(agenda.scheduler) { return }
      let messages: [Message]? = inbox.wait(until: wake) { inbox in
        if inbox.isStopping || inbox.remaining?.isEmpty == true { return [] }
        guard !inbox.messages.isEmpty else { return nil }
        defer { inbox.messages = [] }
        return inbox.messages
      }
      if inbox.read({ $0.isStopping || $0.remaining?.isEmpty == true }) { return }
      for message in messages ?? [] { take(message, &agenda) }
    }
  }

  /// Whether a run that polls each feed once has only feeds left whose hosts, as it learned on its
  /// way, want to be left alone (429).
  private func leavesRest(_ scheduler: Scheduler) -> Bool {
    guard let rest = inbox.read({ $0.messages.isEmpty ? $0.remaining : nil }), !rest.isEmpty,
      scheduler.isHeldUp(at: .now)
    else { return false }
    logger.notice(
      "feeds were not asked, for their server wants fewer requests; a later run asks them",
      metadata: ["feeds": "\(rest.count)"])
    return true
  }

  /// Due times run on the monotonic clock, so nothing follows but a line in the log.
  private func note(_ jump: Double) {
    let length = DurationText.spoken(.seconds(abs(jump)))
    logger.notice(
      "the wall clock was set \(jump > 0 ? "ahead" : "back") by \(length); polls stay due as they were"
    )
  }

  /// Starts what is due, as far as credits go; says when to look again.
  private func startDue(_ agenda: inout Agenda) -> MonotonicInstant? {
    let (now, wall, detours) = (MonotonicInstant.now, clock(), agenda.detours)
    let free = credits - agenda.scheduler.inFlight
    let due = agenda.scheduler.next(max(0, free), now: now) { feed in
      detours[feed].map { PollWay(asked: PollHost(url: $0.url)) } ?? registry[feed]?.way(at: wall)
    }
    for feed in due {
      guard var state = registry[feed] else {
        agenda.scheduler.abandon(feed, retryIn: 0, now: now)
        continue
      }
      let ask = state.ask(at: wall)
      if !start(Start(ask: ask, state: state, detour: detours[feed])) {
        agenda.scheduler.abandon(feed, retryIn: 1, now: now)
      }
    }
    let (flying, terms) = (agenda.scheduler.inFlight, agenda.scheduler.terms)
    let wake = flying >= credits ? nil : agenda.scheduler.nextWake
    inbox.update { inbox in
      inbox.inFlight = flying
      inbox.terms = terms
      inbox.nextDue = wake
    }
    return wake
  }

  private func take(_ message: Message, _ agenda: inout Agenda) {
    let (now, wall) = (MonotonicInstant.now, clock())
    switch message {
    case .finished(let feed, var decision, let arrived, let rests):
      take(rests, &agenda)
      agenda.detours[feed] = nil
      if inbox.update({ $0.remaining?.remove(feed) != nil }) { decision.due = .distantFuture }
      agenda.scheduler.finish(
        feed, decision: decision, wall: arrived?.steadyWall(at: now) ?? wall, now: now)
    case .abandoned(let feed, let seconds):
      agenda.scheduler.abandon(feed, retryIn: seconds, now: now)
    case .redirected(let feed, let detour):
      agenda.detours[feed] = detour
      agenda.scheduler.abandon(feed, retryIn: 0, now: now)
    case .restarted(let state):
      add([state], to: &agenda)
      agenda.scheduler.pollNow(state.id, now: now)
    case .visit(let host, let asker, let feed):
      let wait = agenda.scheduler.startVisit(to: host, of: feed, now: now)
      inbox.update { $0.leaves[asker] = wait.map { .at($0) } ?? .granted }
    case .visitEnded(let host, let feed):
      agenda.scheduler.endVisit(to: host, of: feed, now: now)
    case .rest(let rests):
      take(rests, &agenda)
    case .ping:
      inbox.update { $0.pings += 1 }
    case .replaced(let added, let removed, let rules):
      agenda.rules = rules
      for feed in removed {
        agenda.scheduler.remove(feed)
        agenda.detours[feed] = nil
      }
      add(added, to: &agenda)
    }
  }

  private func take(_ rests: [HostRest], _ agenda: inout Agenda) {
    let (now, wall) = (MonotonicInstant.now, clock())
    for rest in rests {
      agenda.scheduler.pause(rest.pollHost, until: rest.until, wall: wall, now: now)
    }
  }

  private func add(_ feeds: some Sequence<FeedState>, to agenda: inout Agenda) {
    let (now, wall, terms) = (MonotonicInstant.now, clock(), agenda.scheduler.terms)
    for feed in feeds where !feed.rhythm.isGone {
      let demand = agenda.rules.demand(
        of: feed.rhythm, budget: terms, operatorInterval: feed.settings.interval)
      agenda.scheduler.add(
        feed.id, host: feed.way(at: wall).asked, schedule: StoredSchedule(feed.rhythm),
        demand: demand, profile: feed.rhythm.profile, wall: wall, now: now)
    }
  }
}
