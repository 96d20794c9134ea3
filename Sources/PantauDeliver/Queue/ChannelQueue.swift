import FoundationEssentials
import PantauCore
import PantauStore

/// The line of one channel: reads its oldest messages from the outbox, sends them in order, and
/// records what came of it.
///
/// Used by one thread. All that must outlive a restart stands in the outbox.
struct ChannelQueue {
  /// What to do after a step.
  enum Next: Hashable {
    /// Step again.
    case now
    /// Step at that time, or when there is news.
    case wait(until: Date)
    /// Step when there is news.
    case idle
    /// The channel is switched off.
    case off
  }

  let channel: String
  let store: Store
  let sender: any DeliverySender
  let backoff: ChannelBackoff
  let log: ChannelLog
  let stop: StopSignal
  let holding: Holding
  let clock: @Sendable () -> Date
  var generator: any RandomNumberGenerator & Sendable

  /// Attempts of the channel that failed in a row.
  private(set) var failures = 0
  /// The channel is left alone until then.
  private(set) var pausedUntil: Date?
  /// Why the outbox cannot be used; nil while it can.
  private var storeFault: String?
  /// The last reason why an attempt failed; nil after a success.
  var problem: String?
  /// Messages delivered since the start.
  private(set) var delivered = 0
  private(set) var isOff = false
  private var pace: PaceKeeper
  private var unrecorded: [(delivery: Int64, outcome: DeliveryOutcome, at: Date)] = []
  private var unrecordedSince: MonotonicInstant?

  /// Messages read at once; also the most that a crash can send a second time.
  static let batch = 100
  /// The most that one summary stands for.
  static let stormBatch = 1_000
  /// Successes are recorded at the latest after this.
  static let recordingDelay: Duration = .milliseconds(100)
  /// Between attempts to use a database that fails.
  static let storeWait: TimeInterval = 5

  init(
    channel: String, store: Store, sender: any DeliverySender, backoff: ChannelBackoff,
    rate: MessagePace? = nil, log: ChannelLog, stop: StopSignal,
    holding: Holding = Holding(clock: WallClock(secondsEast: { _ in 0 })),
    clock: @escaping @Sendable () -> Date,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.channel = channel
    self.store = store
    self.sender = sender
    self.backoff = backoff
    self.log = log
    self.stop = stop
    self.holding = holding
    self.clock = clock
    self.generator = generator
    pace = PaceKeeper([sender.pace, rate].compactMap { $0 })
  }

  /// Forgets the channel's pause where the operator put its oldest message back to be tried again.
  mutating func lookAgain() {
    guard pausedUntil != nil, let first = try? store.waiting(for: channel, limit: 1).first,
      first.attempts == 0
    else { return }
    pausedUntil = nil
  }

  /// Sends what is due, at most one batch.
  mutating func step() -> Next {
    guard !isOff else { return .off }
    do throws(StoreError) {
      let next = try sendBatch()
      storeFault = nil
      return next
    } catch {
      // A full disk is told once, not every five seconds.
      if storeFault != error.description { log.storeFailed(error) }
      storeFault = error.description
      return .wait(until: clock() + Self.storeWait)
    }
  }

  private mutating func sendBatch() throws(StoreError) -> Next {
    try recordRest()
    let now = clock()
    if let pausedUntil, pausedUntil > now { return .wait(until: pausedUntil) }
    if let slot = paceWait() { return .wait(until: slot) }
    let quietEnd = holding.quietEnd(at: now)
    let nextDigest = quietEnd == nil ? try makeDueDigests(now) : nil
    if quietEnd == nil, let aside = try store.aside(for: channel, dueAt: now),
      let next = try attempt(aside)
    {
      return next
    }
    let messages = try sendable(isQuiet: quietEnd != nil, limit: failures > 0 ? 1 : batchSize)
    guard let first = messages.first else {
      if let quietEnd { return .wait(until: quietEnd) }
      let times = [nextDigest, try store.nextAside(for: channel)].compactMap { $0 }
      return times.min().map { .wait(until: $0) } ?? .idle
    }
    if try summarizeStorm(messages, first, now) { return .now }
    for message in messages {
      if let due = message.nextAttempt, due > clock() {
        try recordRest()
        return .wait(until: due)
      }
      if let slot = paceWait() {
        try recordRest()
        return .wait(until: slot)
      }
      if let next = try attempt(message) { return next }
    }
    try recordRest()
    return .now
  }

  var batchSize: Int { sender.summarizesAbove == nil ? Self.batch : Self.stormBatch }

  /// When the next message may go; nil: at once.
  mutating func paceWait() -> Date? {
    let now = clock()
    pace.settle(at: now)
    return pace.earliest > now ? pace.earliest : nil
  }

  /// Sends one message and settles the outcome; nil lets the line go on.
  mutating func attempt(_ message: Delivery) throws(StoreError) -> Next? {
    guard !stop.isStopped else {
      try recordRest()
      return .idle
    }
    pace.take(at: clock())
    return try settle(sender.send(OutgoingMessage(message), stop: stop), message)
  }

  mutating func settle(
    _ result: SendResult, _ message: Delivery
  ) throws(StoreError) -> Next? {
    switch result {
    case .delivered:
      try settleSuccess(message)
      return nil
    case .channelFailed(let reason, let retryAfter):
      return try settleFailure(message, reason, retryAfter)
    case .refused(let reason):
      return try settleRefusal(message, reason)
    case .partly(let reason, let rest, let mayRecover):
      try settlePart(message, reason, rest, mayRecover: mayRecover)
      return nil
    case .disabled(let reason):
      isOff = true
      problem = reason
      log.disabled(reason)
      let now = clock()
      unrecorded.append((message.id, .failed(reason, retryAt: now), now))
      try recordRest()
      return .off
    case .interrupted:
      try recordRest()
      return .idle
    }
  }

  private mutating func settleSuccess(_ message: Delivery) throws(StoreError) {
    delivered += 1
    channelWorks()
    problem = nil
    log.delivered(message)
    unrecorded.append((message.id, .delivered, clock()))
    let since = unrecordedSince ?? .now
    unrecordedSince = since
    if unrecorded.count >= sender.recordedTogether
      || MonotonicInstant.now.seconds(since: since) >= Self.recordingDelay.inSeconds
    {
      try recordRest()
    }
  }

  private mutating func channelWorks() {
    if failures > 0 { log.recovered(failures: failures) }
    failures = 0
    pausedUntil = nil
  }

  /// The message steps aside at once: who has it must not wait for those who do not take it.
  private mutating func settlePart(
    _ message: Delivery, _ reason: String, _ rest: [String], mayRecover: Bool
  ) throws(StoreError) {
    channelWorks()
    problem = reason
    let wait = backoff.wait(
      afterPartialAttempts: message.attempts + 1, mayRecover: mayRecover, using: &generator)
    log.partly(message, reason, wait: wait)
    let now = clock()
    try settle(
      message, .partly(reason, rest: rest, retryAt: now + wait.inSeconds), reason, now)
  }

  private mutating func settleFailure(
    _ message: Delivery, _ reason: String, _ retryAfter: Duration?
  ) throws(StoreError) -> Next {
    let now = clock()
    failures = max(failures, message.attempts - message.refusals) + 1
    let wait = backoff.wait(afterFailures: failures, retryAfter: retryAfter, using: &generator)
    let until = now + wait.inSeconds
    pausedUntil = until
    problem = reason
    log.failed(message, reason, failures: failures, wait: wait)
    try settle(message, .failed(reason, retryAt: until), reason, now)
    return .wait(until: until)
  }

  private mutating func settleRefusal(
    _ message: Delivery, _ reason: String
  ) throws(StoreError) -> Next? {
    let now = clock()
    let refusals = message.refusals + 1
    let stepsAside = refusals >= Delivery.refusalsBeforeAside
    let wait =
      stepsAside
      ? ChannelBackoff.asideWait : backoff.wait(afterFailures: refusals, using: &generator)
    problem = reason
    log.refused(message, reason, stepsAside: stepsAside, wait: wait)
    let until = now + wait.inSeconds
    try settle(message, .refused(reason, retryAt: until), reason, now)
    return stepsAside ? nil : .wait(until: until)
  }

  mutating func settle(
    _ message: Delivery, _ outcome: DeliveryOutcome, _ reason: String, _ now: Date
  ) throws(StoreError) {
    if ChannelBackoff.isDead(firstAttempt: message.firstAttempt, now: now) {
      log.dead(message, reason)
      unrecorded.append((message.id, .dead(reason), now))
    } else {
      unrecorded.append((message.id, outcome, now))
    }
    try recordRest()
  }

  /// Writes outcomes down; where that fails they are kept, so that nothing is sent twice.
  mutating func recordRest() throws(StoreError) {
    guard !unrecorded.isEmpty else { return }
    try store.record(unrecorded)
    unrecorded.removeAll(keepingCapacity: true)
    unrecordedSince = nil
  }
}
