public import FoundationEssentials

/// Which feeds to poll now: due times, host limits and the request budget in one value.
///
/// A pure value without clock or thread; its owner passes the time in and asks again at
/// ``nextWake``. Due times run on the monotonic clock, so that a wall clock that jumps moves
/// nothing; they are stored by the wall clock and converted at a start. About 110 bytes a feed, and
/// nothing scans them all.
public struct Scheduler {
  var feeds = FeedSlots()
  var gate: HostGate
  var queue = DueQueue()
  /// Feeds that were overdue when they were added before ``open(at:)``.
  private var overdue: [UInt32] = []
  private var isOpen = false
  /// Feeds that change their host once their request has ended.
  private var moves: [UInt32: PollHost] = [:]
  /// The request budget that feeds without an `interval` share.
  public private(set) var budget: Budget
  /// How many requests are on their way.
  public private(set) var inFlight = 0

  /// The longest time over which overdue feeds are spread after a start, in seconds.
  public static let spreadSeconds: Double = 120
  /// The widest gap between two of them, in seconds.
  static let spreadGap: Double = 0.5

  /// An empty schedule.
  public init(rules: PollingRules) {
    gate = HostGate(
      perHost: rules.perHost,
      gapNanoseconds: MonotonicInstant(nanoseconds: 0)
        .advanced(bySeconds: rules.hostGap.inSeconds).nanoseconds)
    budget = Budget(rules: rules)
  }

  /// How many feeds it holds, those counted that were removed while their request was on its way.
  public var count: Int { feeds.count }

  /// What a feed's next plan needs to know of the others.
  public var terms: BudgetTerms { budget.terms }

  /// Makes room for so many feeds.
  public mutating func reserve(_ count: Int) { feeds.reserve(count) }

  /// Adds a feed; of one that is there already, host and claim are changed and its due time stays.
  ///
  /// - Parameters:
  ///   - feed: its number in the database.
  ///   - host: the host it is fetched from; ``PollHost/files`` goes at once at every start.
  ///   - schedule: what the database holds of its due time.
  ///   - demand: its claim on the budget (`PollingRules.demand`).
  ///   - profile: its stored hours and days, from which the common shape is rebuilt at a start.
  ///   - wall: now, by the wall clock.
  ///   - now: now.
  public mutating func add(
    _ feed: Int64, host: PollHost, schedule: StoredSchedule, demand: PollDemand,
    profile: WeekProfile? = nil, wall: Date, now: MonotonicInstant
  ) {
    if let slot = feeds.find(feed) { return revise(slot, host: host, demand: demand) }
    let slot = feeds.add(
      .init(feed: feed, due: .max, host: gate.enter(host), demand: demand))
    budget.add(demand)
    if let profile { budget.learn(profile) }
    guard let rest = schedule.remaining(at: wall) else { return }
    let due = now.advanced(bySeconds: rest)
    let goesAtOnce = schedule.lastPoll == nil || host == .files
    if rest < 0, !goesAtOnce, !isOpen {
      feeds[slot].due = due.nanoseconds
      overdue.append(slot)
    } else {
      set(slot, due: goesAtOnce ? now.nanoseconds : max(due, now).nanoseconds)
    }
  }

  /// Ends the start: feeds that were overdue follow most overdue first, half a second apart or as
  /// close as two minutes allow.
  public mutating func open(at now: MonotonicInstant) {
    isOpen = true
    for slot in overdue where feeds[slot].isRemoved { release(slot) }
    let late = overdue.filter { !feeds[$0].isRemoved && queue.due(of: $0) == nil }
      .sorted { feeds[$0].due < feeds[$1].due }
    overdue = []
    let gap = min(Self.spreadSeconds / Double(max(late.count, 1)), Self.spreadGap)
    for (rank, slot) in late.enumerated() {
      set(slot, due: now.advanced(bySeconds: Double(rank) * gap).nanoseconds)
    }
  }

  /// Takes a feed out; a request on its way is left to end.
  public mutating func remove(_ feed: Int64) {
    guard let slot = feeds.find(feed), !feeds[slot].isRemoved else { return }
    budget.remove(feeds[slot].demand)
    feeds[slot].isRemoved = true
    let isQueued = queue.due(of: slot) != nil
    queue.remove(slot)
    // Others come out of a line, of the late ones of the start, or of their request first.
    if feeds[slot].state == .idle, isOpen || isQueued { release(slot) }
  }

  /// Polls a feed at once, as soon as its host's limits allow.
  ///
  /// One whose request is on its way is left alone. The owner sees to it that no `Retry-After` forbids it (`FeedRhythm.notBefore`).
  public mutating func pollNow(_ feed: Int64, now: MonotonicInstant) {
    guard let slot = feeds.find(feed), feeds[slot].state == .idle, !feeds[slot].isRemoved else {
      return
    }
    set(slot, due: now.nanoseconds)
  }

  /// Takes up to `credits` feeds whose requests are to start now, those due longest first.
  ///
  /// Each counts as started: its host's limits are charged, and it does not come up again until
  /// ``finish(_:decision:wall:now:)``.
  ///
  /// - Parameters:
  ///   - credits: how many may start.
  ///   - now: now.
  ///   - way: the hosts that a feed would come to now, which redirects may have changed; nil for where
  ///     it was last.
  /// - Returns: their numbers in the database.
  public mutating func next(
    _ credits: Int, now: MonotonicInstant, way: (Int64) -> PollWay? = { _ in nil }
  ) -> [Int64] {
    let time = now.nanoseconds
    while let first = queue.first, first.due <= time {
      queue.remove(first.slot)
      let way = way(feeds[first.slot].feed)
      lineUp(first.slot, at: way.map { host(of: first.slot, on: $0, now: time) }, now: time)
    }
    budget.settle(at: now)
    var started: [Int64] = []
    while started.count < credits, let slot = gate.nextFeed(in: &feeds, now: time) {
      feeds[slot].state = .idle
      if feeds[slot].isRemoved {
        release(slot)
        continue
      }
      // It may have waited so long that it is asked elsewhere by now.
      if let way = way(feeds[slot].feed) {
        let host = host(of: slot, on: way, now: time)
        if gate.find(host) != feeds[slot].host {
          lineUp(slot, at: host, now: time)
          continue
        }
      }
      feeds[slot].state = .inFlight
      gate.start(feeds[slot].host, feeds: feeds, now: time)
      inFlight += 1
      started.append(feeds[slot].feed)
    }
    return started
  }

  private mutating func lineUp(_ slot: UInt32, at host: PollHost?, now: Int64) {
    if let host, gate.find(host) != feeds[slot].host { move(slot, to: host) }
    feeds[slot].state = .waiting
    gate.wait(slot, in: &feeds, now: now)
  }

  /// When to ask ``next(_:now:way:)`` again: a time that has passed for at once, nil for not before
  /// something else happens.
  public var nextWake: MonotonicInstant? {
    let times = [queue.first?.due, gate.nextOpening].compactMap { $0 }
    return times.min().map { MonotonicInstant(nanoseconds: $0) }
  }

  /// Whether nothing is under way and whatever is due waits for hosts that asked to be left alone for
  /// more than a minute; for a run that does not wait so long.
  public func isHeldUp(at now: MonotonicInstant) -> Bool {
    let soon = now.advanced(bySeconds: 60).nanoseconds
    return inFlight == 0 && gate.holdsAll(until: soon)
      && queue.first.map { $0.due > soon } ?? true
  }

  /// Notes that a feed's request has ended and when the next is due.
  ///
  /// - Parameters:
  ///   - feed: the feed.
  ///   - decision: what `PollingRules.nextPoll` said.
  ///   - wall: now, by the wall clock.
  ///   - now: now.
  public mutating func finish(
    _ feed: Int64, decision: PollDecision, wall: Date, now: MonotonicInstant
  ) {
    guard let slot = feeds.find(feed), feeds[slot].state == .inFlight else { return }
    budget.learn(
      decision.newsHours, volume: decision.newsVolume, wall: wall, now: now,
      isShared: feeds[slot].demand.root > 0)
    if let until = decision.hostPause {
      pauseHost(feeds[slot].host, until: until, wall: wall, now: now)
    }
    land(slot, now: now)
    guard !feeds[slot].isRemoved else { return release(slot) }
    claim(decision.demand, for: slot)
    guard decision.due < .distantFuture else { return }
    set(
      slot, due: now.advanced(bySeconds: max(0, decision.due.timeIntervalSince(wall))).nanoseconds)
  }

  /// Notes that a feed's request has ended without a poll (a stop, an error of our own): it is due
  /// again after so many seconds.
  public mutating func abandon(_ feed: Int64, retryIn seconds: Double, now: MonotonicInstant) {
    guard let slot = feeds.find(feed), feeds[slot].state == .inFlight else { return }
    land(slot, now: now)
    guard !feeds[slot].isRemoved else { return release(slot) }
    set(slot, due: now.advanced(bySeconds: max(0, seconds)).nanoseconds)
  }

  /// Leaves a host alone until then (429 of a redirect's target, or of an article).
  public mutating func pause(
    _ host: PollHost, until: Date, wall: Date, now: MonotonicInstant
  ) {
    pauseHost(gate.slot(of: host), until: until, wall: wall, now: now)
  }

  private mutating func pauseHost(
    _ slot: UInt32, until: Date, wall: Date, now: MonotonicInstant
  ) {
    // A Retry-After is obeyed for a day at most.
    let seconds = min(max(until.timeIntervalSince(wall), 0), 86_400)
    gate.pause(
      slot, until: now.advanced(bySeconds: seconds).nanoseconds, feeds: feeds, now: now.nanoseconds)
  }

  private mutating func revise(_ slot: UInt32, host: PollHost, demand: PollDemand) {
    if feeds[slot].isRemoved {
      feeds[slot].isRemoved = false
      feeds[slot].demand = .none
    }
    claim(demand, for: slot)
    move(slot, to: host)
  }

  private mutating func claim(_ demand: PollDemand, for slot: UInt32) {
    budget.remove(feeds[slot].demand)
    budget.add(demand)
    feeds[slot].demand = demand
  }

  /// A feed in a line or in flight keeps its host until it comes out.
  private mutating func move(_ slot: UInt32, to host: PollHost) {
    guard feeds[slot].state == .idle else {
      moves[slot] = host
      return
    }
    let old = feeds[slot].host
    feeds[slot].host = gate.enter(host)
    gate.leave(old)
  }

  private mutating func set(_ slot: UInt32, due: Int64) {
    feeds[slot].due = due
    queue.set(slot, due: due)
  }

  private mutating func land(_ slot: UInt32, now: MonotonicInstant) {
    inFlight -= 1
    feeds[slot].state = .idle
    gate.end(feeds[slot].host, feeds: feeds, now: now.nanoseconds)
    if let host = moves.removeValue(forKey: slot) { move(slot, to: host) }
  }

  private mutating func release(_ slot: UInt32) {
    moves[slot] = nil
    gate.leave(feeds[slot].host)
    feeds.forget(feeds[slot].feed)
    feeds.release(slot)
  }
}
