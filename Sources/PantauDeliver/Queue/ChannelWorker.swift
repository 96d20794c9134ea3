import FoundationEssentials
import Logging
import PantauCore
import PantauStore

/// One channel at work: its line, its sender, and the thread of its own that may block.
final class ChannelWorker: Sendable {
  let settings: ChannelSettings
  let sender: any DeliverySender
  private let queue: ChannelQueue
  private let stop: StopSignal
  private let inbox = Monitor(Inbox())
  private let onSwitchedOff: @Sendable (_ reason: String) -> Void
  private let thread = Monitor<DedicatedThread?>(nil)

  private struct Inbox: Sendable {
    var hasNews = false
    var isForeign = false
    var isStopped = false
    var status: ChannelStatus?
  }

  /// The longest sleep on the monotonic clock, so that a wall clock set anew is noticed.
  private static let longestSleep: Duration = .seconds(60)

  init(
    settings: ChannelSettings, sender: any DeliverySender, store: Store, log: Logger,
    secondsEast: @escaping @Sendable (Date) -> Int, clock: @escaping @Sendable () -> Date,
    onSwitchedOff: @escaping @Sendable (_ reason: String) -> Void
  ) {
    self.onSwitchedOff = onSwitchedOff
    self.settings = settings
    self.sender = sender
    stop = StopSignal()
    queue = ChannelQueue(
      channel: settings.name, store: store, sender: sender,
      backoff: ChannelBackoff(waits: settings.retryWaits), rate: settings.rate,
      log: ChannelLog(log, channel: settings.name), stop: stop,
      holding: Holding(
        quietHours: settings.quietHours, digest: settings.digest, holdsHigh: settings.holdsHigh,
        clock: WallClock(secondsEast: secondsEast)), clock: clock)
  }

  /// Starts the thread; it begins once that of `previous`, the same channel before a reload, ended.
  func start(after previous: ChannelWorker? = nil, once: Bool = false) {
    thread.update { thread in
      thread = DedicatedThread(name: "ch \(settings.name)") { [self] in
        guard wait(for: previous) else { return }
        once ? tryEachOnce() : run()
      }
    }
  }

  /// The outbox has news for this channel.
  ///
  /// - Parameter foreign: whether another process changed it, perhaps what waits out a failure.
  func notify(foreign: Bool = false) {
    inbox.update {
      $0.hasNews = true
      if foreign { $0.isForeign = true }
    }
  }

  func requestStop() {
    stop.stop()
    inbox.update { $0.isStopped = true }
  }

  /// Waits for the thread's end; true where there is none.
  func join(until deadline: MonotonicInstant? = nil) -> Bool {
    thread.read { $0 }?.join(until: deadline) ?? true
  }

  var status: ChannelStatus { inbox.read(\.status) ?? ChannelStatus(name: settings.name) }

  private func wait(for previous: ChannelWorker?) -> Bool {
    guard let previous else { return true }
    while !previous.join(until: .now + .milliseconds(200)) {
      if stop.isStopped { return false }
    }
    return !stop.isStopped
  }

  private func tryEachOnce() {
    var queue = queue
    queue.tryEachOnce()
    publish(queue)
    if queue.isOff { onSwitchedOff(queue.problem ?? "") }
  }

  private func run() {
    var queue = queue
    var wasOff = false
    while !stop.isStopped {
      let next = queue.step()
      publish(queue)
      if next == .off, !wasOff {
        wasOff = true
        onSwitchedOff(queue.problem ?? "")
      }
      if sleep(next) { queue.lookAgain() }
    }
  }

  /// Sleeps until there is something to do; true where another process changed the outbox.
  private func sleep(_ next: ChannelQueue.Next) -> Bool {
    let deadline: MonotonicInstant?
    switch next {
    case .now: deadline = .now
    case .wait(let instant):
      let rest = Duration.milliseconds(Int64(instant.timeIntervalSince(queue.clock()) * 1_000) + 1)
      deadline = .now + min(max(rest, .zero), Self.longestSleep)
    case .idle, .off: deadline = nil
    }
    let isForeign: Bool? = inbox.wait(until: deadline) { inbox in
      guard inbox.hasNews || inbox.isStopped else { return nil }
      defer {
        inbox.hasNews = false
        inbox.isForeign = false
      }
      return inbox.isForeign
    }
    return isForeign ?? false
  }

  private func publish(_ queue: ChannelQueue) {
    let status = ChannelStatus(
      name: settings.name, failures: queue.failures, nextAttempt: queue.pausedUntil,
      problem: queue.problem, isOff: queue.isOff, delivered: queue.delivered)
    inbox.update { $0.status = status }
  }
}
