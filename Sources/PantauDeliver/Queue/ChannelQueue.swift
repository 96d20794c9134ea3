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

  /// That messages are held now.
  struct QuietEnd: Hashable {
    var end: Date
    var holdsHigh: Bool
  }

  let channel: String
  let store: Store
  let sender: any DeliverySender
  let backoff: ChannelBackoff
  let log: ChannelLog
  let stop: StopSignal
  let quiet: @Sendable (Date) -> QuietEnd?
  let clock: @Sendable () -> Date
  var generator: any RandomNumberGenerator & Sendable

  /// Attempts of the channel that failed in a row.
  private(set) var failures = 0
  /// The channel is left alone until then.
  private(set) var pausedUntil: Date?
  /// The last reason why an attempt failed; nil after a success.
  private(set) var problem: String?
  /// Messages delivered since the start.
  private(set) var delivered = 0
  private(set) var isOff = false
  private var pace: PaceKeeper
  private var unrecorded: [(delivery: Int64, outcome: DeliveryOutcome)] = []
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
    quiet: @escaping @Sendable (Date) -> QuietEnd? = { _ in nil },
    clock: @escaping @Sendable () -> Date,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.channel = channel
    self.store = store
    self.sender = sender
    self.backoff = backoff
    self.log = log
    self.stop = stop
    self.quiet = quiet
    self.clock = clock
    self.generator = generator
    pace = PaceKeeper([sender.pace, rate].compactMap { $0 })
  }

  /// Forgets the channel's pause: the operator asked for a new attempt.
  mutating func tryAtOnce() { pausedUntil = nil }

  /// Sends what is due, at most one batch.
  mutating func step() -> Next {
    guard !isOff else { return .off }
    do throws(StoreError) {
      return try sendBatch()
    } catch {
      log.storeFailed(error)
      return .wait(until: clock() + Self.storeWait)
    }
  }

  /// Tries each message that is due once, and ends; for `run --once`.
  mutating func tryEachOnce() {
    do throws(StoreError) {
      try sendEachOnce()
    } catch {
      problem = error.description
      log.storeFailed(error)
    }
  }

  private mutating func sendBatch() throws(StoreError) -> Next {
    try recordRest()
    let now = clock()
    if let pausedUntil, pausedUntil > now { return .wait(until: pausedUntil) }
    if let slot = paceWait() { return .wait(until: slot) }
    let held = quiet(now)
    if let held, held.holdsHigh { return .wait(until: held.end) }
    if held == nil, let aside = try store.aside(for: channel, dueAt: now),
      let next = try attempt(aside)
    {
      return next
    }
    let messages = try store.waiting(
      for: channel, onlyHigh: held != nil, limit: failures > 0 ? 1 : batchSize)
    guard let first = messages.first else {
      if let held { return .wait(until: held.end) }
      return try store.nextAside(for: channel).map { .wait(until: $0) } ?? .idle
    }
    if isStorm(messages), first.nextAttempt.map({ $0 <= now }) ?? true {
      return try attemptSummary(messages)
    }
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

  private var batchSize: Int { sender.summarizesAbove == nil ? Self.batch : Self.stormBatch }

  private func isStorm(_ messages: [Delivery]) -> Bool {
    sender.summarizesAbove.map { messages.count > $0 } ?? false
  }

  /// Sends one message in the place of many.
  private mutating func attemptSummary(_ messages: [Delivery]) throws(StoreError) -> Next {
    guard let first = messages.first, let summary = OutgoingMessage.summary(of: messages) else {
      return .now
    }
    pace.take(at: clock())
    let result = sender.send(summary, stop: stop)
    guard case .delivered = result else { return try settle(result, first) ?? .now }
    for message in messages.dropFirst() { unrecorded.append((message.id, .delivered)) }
    delivered += messages.count - 1
    try settleSuccess(first)
    try recordRest()
    return .now
  }

  private mutating func sendEachOnce() throws(StoreError) {
    let start = clock()
    let held = quiet(start)
    if held?.holdsHigh == true { return }
    var last: Int64 = 0
    while !stop.isStopped {
      let messages = try store.waiting(
        for: channel, after: last, onlyHigh: held != nil, limit: batchSize)
      guard let end = messages.last?.id else { break }
      last = end
      if isStorm(messages), messages.allSatisfy({ $0.nextAttempt == nil }) {
        try keepPace()
        _ = try attemptSummary(messages)
        if pausedUntil != nil || isOff { return }
        continue
      }
      for message in messages {
        if let due = message.nextAttempt, due > start {
          guard message.refusals == 0 else { continue }
          return try recordRest()
        }
        try keepPace()
        _ = try attempt(message)
        if pausedUntil != nil || isOff || stop.isStopped { return try recordRest() }
      }
    }
    // What is recorded leaves the line; without that a message aside would come again at once.
    try recordRest()
    while !stop.isStopped, held == nil, let aside = try store.aside(for: channel, dueAt: start) {
      try keepPace()
      _ = try attempt(aside)
      try recordRest()
      if pausedUntil != nil || isOff { break }
    }
    try recordRest()
  }

  /// When the next message may go; nil: at once.
  private mutating func paceWait() -> Date? {
    let now = clock()
    pace.settle(at: now)
    return pace.earliest > now ? pace.earliest : nil
  }

  /// Waits on the thread for the pace; for `run --once`.
  private mutating func keepPace() throws(StoreError) {
    guard let slot = paceWait() else { return }
    try recordRest()
    stop.sleep(for: .milliseconds(Int64(slot.timeIntervalSince(clock()) * 1_000) + 1))
  }

  /// Sends one message and settles the outcome; nil lets the line go on.
  private mutating func attempt(_ message: Delivery) throws(StoreError) -> Next? {
    guard !stop.isStopped else {
      try recordRest()
      return .idle
    }
    pace.take(at: clock())
    return try settle(sender.send(OutgoingMessage(message), stop: stop), message)
  }

  private mutating func settle(
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
    case .disabled(let reason):
      isOff = true
      problem = reason
      log.disabled(reason)
      unrecorded.append((message.id, .failed(reason, retryAt: clock())))
      try recordRest()
      return .off
    case .interrupted:
      try recordRest()
      return .idle
    }
  }

  private mutating func settleSuccess(_ message: Delivery) throws(StoreError) {
    delivered += 1
    if failures > 0 { log.recovered(failures: failures) }
    failures = 0
    pausedUntil = nil
    problem = nil
    log.delivered(message)
    unrecorded.append((message.id, .delivered))
    let since = unrecordedSince ?? .now
    unrecordedSince = since
    if unrecorded.count >= sender.recordedTogether
      || MonotonicInstant.now.seconds(since: since) >= Self.recordingDelay.inSeconds
    {
      try recordRest()
    }
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

  private mutating func settle(
    _ message: Delivery, _ outcome: DeliveryOutcome, _ reason: String, _ now: Date
  ) throws(StoreError) {
    if ChannelBackoff.isDead(firstAttempt: message.firstAttempt, now: now) {
      log.dead(message, reason)
      unrecorded.append((message.id, .dead(reason)))
    } else {
      unrecorded.append((message.id, outcome))
    }
    try recordRest()
  }

  /// Writes outcomes down; where that fails they are kept, so that nothing is sent twice.
  private mutating func recordRest() throws(StoreError) {
    guard !unrecorded.isEmpty else { return }
    try store.record(unrecorded, now: clock())
    unrecorded.removeAll(keepingCapacity: true)
    unrecordedSince = nil
  }
}
