public import FoundationEssentials
public import Logging
import PantauCore
public import PantauStore

/// Sends what waits in the outbox, each channel on a thread of its own, so that a failing one holds
/// up no other.
///
/// At least once: a message is sent until its receiver has it, always under the same id.
public final class Dispatcher: Sendable {
  private let store: Store
  private let factory: SenderFactory
  private let log: Logger
  private let secondsEast: @Sendable (Date) -> Int
  private let clock: @Sendable () -> Date
  private let workers: Monitor<Workers>

  private struct Workers: Sendable {
    var current: [ChannelWorker]
    /// Of channels that a reload replaced or removed and that may not have ended yet.
    var leaving: [ChannelWorker] = []
    var isStarted = false
    var isStopped = false
  }

  /// Sets up channels; nothing is sent before ``start()`` or ``drainOnce()``.
  ///
  /// - Parameters:
  ///   - store: the database with the outbox.
  ///   - channels: the channels, by unique names.
  ///   - factory: makes their senders.
  ///   - log: for changes of state.
  ///   - secondsEast: how far the configuration's zone is ahead of UTC at an instant, for quiet
  ///     hours.
  ///   - clock: gives the wall clock's time.
  /// - Throws: ``ChannelSettingsError``.
  public init(
    store: Store, channels: [ChannelSettings], factory: SenderFactory, log: Logger,
    secondsEast: @escaping @Sendable (Date) -> Int = MachineZone.secondsEast,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) throws(ChannelSettingsError) {
    self.store = store
    self.factory = factory
    self.log = log
    self.secondsEast = secondsEast
    self.clock = clock
    workers = Monitor(Workers(current: []))
    var current: [ChannelWorker] = []
    for settings in channels { current.append(try worker(for: settings)) }
    workers.update { $0.current = current }
  }

  /// Starts the channels' threads.
  public func start() {
    workers.update { workers in
      guard !workers.isStarted, !workers.isStopped else { return }
      workers.isStarted = true
      for worker in workers.current { worker.start() }
    }
  }

  /// Tells channels that the outbox has news for them; returns at once.
  ///
  /// - Parameter channels: the channels' names; unknown ones are ignored.
  public func notify(_ channels: some Sequence<String>) {
    let current = workers.read(\.current)
    for name in channels { current.first { $0.settings.name == name }?.notify() }
  }

  /// Tells all channels that another process changed the outbox: there may be a test, or a message
  /// that the operator wants to be tried again at once.
  public func notifyForeignChange() {
    for worker in workers.read(\.current) { worker.notify(foreign: true) }
  }

  /// Takes over the channels of a new configuration, all or none.
  ///
  /// Channels whose settings are the same go on undisturbed. A channel under an old name with new
  /// settings begins once the old one has ended its attempt. What waits for a removed channel stays
  /// in the outbox.
  ///
  /// - Throws: ``ChannelSettingsError``; then all is as before.
  public func replaceChannels(with channels: [ChannelSettings]) throws(ChannelSettingsError) {
    let old = workers.read(\.current)
    var next: [(worker: ChannelWorker, previous: ChannelWorker?, isNew: Bool)] = []
    for settings in channels {
      let previous = old.first { $0.settings.name == settings.name }
      if let previous, previous.settings == settings, !previous.status.isOff {
        next.append((previous, nil, false))
      } else {
        next.append((try worker(for: settings), previous, true))
      }
    }
    let kept = Set(next.filter { !$0.isNew }.map { ObjectIdentifier($0.worker) })
    workers.update { workers in
      guard !workers.isStopped else { return }
      let leaving = workers.current.filter { !kept.contains(ObjectIdentifier($0)) }
      workers.leaving = workers.leaving.filter { !$0.join(until: .now) } + leaving
      workers.current = next.map(\.worker)
      for worker in leaving { worker.requestStop() }
      guard workers.isStarted else { return }
      for entry in next where entry.isNew { entry.worker.start(after: entry.previous) }
    }
  }

  /// Opens the files of channels anew, as after a rotation of logs.
  public func reopenFiles() {
    for worker in workers.read(\.current) { (worker.sender as? FileSender)?.reopen() }
  }

  /// Tries each waiting message that is due once and returns; for `run --once`.
  public func drainOnce() -> DrainSummary {
    let current = workers.update { workers in
      for worker in workers.current where !workers.isStopped { worker.start(once: true) }
      return workers.current
    }
    for worker in current { _ = worker.join() }
    let output = current.first { $0.sender is StandardOutputSender }
    return DrainSummary(channels: current.map(\.status), outputProblem: output?.status.problem)
  }

  /// Ends all channels; an attempt under way is given up and made again at the next start.
  ///
  /// - Parameter limit: how long to wait for them in all.
  /// - Returns: whether all have ended.
  @discardableResult
  public func stop(within limit: Duration = .seconds(5)) -> Bool {
    let all = workers.update { workers in
      workers.isStopped = true
      return workers.current + workers.leaving
    }
    for worker in all { worker.requestStop() }
    let deadline = MonotonicInstant.now + limit
    return all.reduce(true) { ended, worker in worker.join(until: deadline) && ended }
  }

  /// How each channel does, in the configuration's order.
  public var status: [ChannelStatus] { workers.read(\.current).map(\.status) }

  private func worker(for settings: ChannelSettings) throws(ChannelSettingsError) -> ChannelWorker {
    ChannelWorker(
      settings: settings, sender: try factory.sender(for: settings), store: store, log: log,
      secondsEast: secondsEast, clock: clock
    ) { [weak self] reason in self?.announceSwitchedOff(settings.name, reason) }
  }

  /// Tells all other channels that one is off, so that its silence is noticed.
  private func announceSwitchedOff(_ channel: String, _ reason: String) {
    let others = workers.read(\.current).map(\.settings.name).filter { $0 != channel }
    guard !others.isEmpty else { return }
    let now = clock()
    var generator = SystemRandomNumberGenerator()
    let notice = Notice.channelDisabled(
      channel, because: reason, id: ULID(at: now, using: &generator).description, time: now)
    do {
      try store.announce(notice, to: others)
      notify(others)
    } catch {
      log.error("the outbox cannot be used: \(error)", metadata: ["channel": "\(channel)"])
    }
  }
}
