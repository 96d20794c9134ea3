import FoundationEssentials
import PantauCore

/// Fetches over http and https: many transfers at once on one thread of its own.
///
/// Every submitted request ends in exactly one ``FetchResult``. Nothing here waits for anybody: what
/// the receiver does with a result has to be short, and its bytes are given back when done with.
public final class Fetcher: Sendable {
  private let inbox: FetchInbox
  private let waker: FetchWaker
  private let clock: @Sendable () -> Date
  private let onCompletion: @Sendable (FetchResult) -> Void

  /// Things the operator should know at start, one sentence each; empty when all is well.
  public let notes: [String]

  /// Starts the thread.
  ///
  /// - Parameters:
  ///   - configuration: what all fetches share.
  ///   - onCompletion: called on the fetch thread for each submitted request; must not block. It may
  ///     call ``submit(_:)`` and ``releaseBody(_:)``.
  /// - Throws: ``TransferError`` of kind `other` when libcurl or the thread cannot be had.
  public convenience init(
    configuration: FetcherConfiguration = FetcherConfiguration(),
    onCompletion: @escaping @Sendable (FetchResult) -> Void = { _ in }
  ) throws(TransferError) {
    try self.init(configuration, lookUp: NameAnswer.ofSystem, onCompletion: onCompletion)
  }

  /// The same with another way to look names up.
  init(
    _ configuration: FetcherConfiguration,
    lookUp: @escaping @Sendable (String) -> NameAnswer,
    onCompletion: @escaping @Sendable (FetchResult) -> Void = { _ in }
  ) throws(TransferError) {
    var configuration = configuration
    configuration.caFile = configuration.caFile ?? CertificateBundle.find()
    if let problem = CurlLibrary.problem() { throw TransferError(kind: .other, message: problem) }
    guard let multi = CurlMulti(maxConnections: configuration.maxConnections) else {
      throw TransferError(
        kind: .other, message: "libcurl could not be set up: out of memory or of file descriptors?")
    }
    inbox = FetchInbox(maxWaiting: configuration.maxWaiting)
    self.waker = multi.waker
    notes = Self.notes(on: configuration)
    clock = configuration.clock
    self.onCompletion = onCompletion
    let waker = multi.waker
    let resolver = NameResolver(
      maxThreads: min(64, configuration.concurrency), lookUp: lookUp,
      onAnswer: { waker.wake() })
    let inbox = inbox
    let loop = FetchLoop(
      configuration, inbox, multi, resolver,
      BodyBudget(ceiling: configuration.maxBufferedBodyBytes))
    let thread = DedicatedThread(ifPossible: "pantau-fetch") {
      loop.run()
      inbox.end()
    }
    guard thread != nil else {
      throw TransferError(
        kind: .other, message: "no thread could be started for fetching: too many threads?")
    }
  }

  deinit {
    // Without a shutdown: stop at once, and let the thread clean up behind itself. It is not waited
    // for, because this may run on that very thread.
    inbox.close(stopAt: .now)
    waker.wake()
  }

  /// Puts a request in line.
  ///
  /// - Parameter request: what to fetch; its `id` comes back in the result.
  /// - Returns: false when ``FetcherConfiguration/maxWaiting`` requests wait already, or after a
  ///   shutdown; then there will be no result.
  public func submit(_ request: FetchRequest) -> Bool {
    let job = FetchJob(
      serial: inbox.newSerial(), request: request, countsHandedOut: true,
      completion: onCompletion)
    return enter(job)
  }

  /// Puts a job in line and sees to it that the thread looks; false where it is refused.
  private func enter(_ job: FetchJob) -> Bool {
    let entry = inbox.add(job)
    if entry == .takenFirst { waker.wake() }
    return entry != .refused
  }

  /// Gives body bytes back, so that further ones may be fetched (``FetchResult/heldBodyBytes``).
  public func releaseBody(_ bytes: Int) {
    guard bytes > 0 else { return }
    if inbox.release(bytes) { waker.wake() }
  }

  /// Gives a result's body back, so that further ones may be fetched, into its storage too where nobody
  /// else holds that any more.
  public func releaseBody(of result: consuming FetchResult) {
    var body = (consume result).body
    let count = body.count
    guard count > 0 else { return }
    body.removeAll(keepingCapacity: true)
    if inbox.release(count, body) { waker.wake() }
  }

  /// Fetches one thing and waits for it; cancelling the task cancels the fetch.
  ///
  /// For what is fetched now and then. Its body is not counted once it is handed over.
  public func fetch(_ request: FetchRequest) async -> FetchResult {
    let serial = inbox.newSerial()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let job = FetchJob(
          serial: serial, request: request, countsHandedOut: false,
          completion: { continuation.resume(returning: $0) })
        if !enter(job) {
          continuation.resume(returning: .refused(request, at: clock()))
        }
        // A task that was cancelled before has called its handler before there was a job.
        if Task.isCancelled { cancel(serial) }
      }
    } onCancel: {
      cancel(serial)
    }
  }

  /// Fetches one thing for a thread that waits by its own means, away from the cooperative pool.
  ///
  /// The body is not counted once it is handed over.
  ///
  /// - Parameters:
  ///   - request: what to fetch.
  ///   - completion: called once, on the fetch thread, or at once on this one when the request is
  ///     not let in; must not block.
  /// - Returns: what ``cancel(_:)`` takes.
  public func fetch(
    _ request: FetchRequest, completion: @escaping @Sendable (FetchResult) -> Void
  ) -> UInt64 {
    let serial = inbox.newSerial()
    let job = FetchJob(
      serial: serial, request: request, countsHandedOut: false, completion: completion)
    if !enter(job) { completion(.refused(request, at: clock())) }
    return serial
  }

  /// Ends a fetch as `cancelled`; does nothing where it has ended.
  public func cancel(_ serial: UInt64) {
    inbox.cancel(serial)
    waker.wake()
  }

  /// Ends all fetches, waiting and under way, as `cancelled`.
  public func cancelAll() {
    inbox.cancelAll()
    waker.wake()
  }

  /// Takes no more requests, lets those accepted go on for a while, cancels the rest, and returns
  /// when the thread has ended.
  ///
  /// Every result has been handed out by then.
  ///
  /// - Parameter time: how long transfers may go on.
  public func shutdown(within time: Duration) async {
    inbox.close(stopAt: .now + time)
    waker.wake()
    // The thread does nothing after it said so.
    await inbox.waitForEnd()
  }

  private static func notes(on configuration: FetcherConfiguration) -> [String] {
    var notes: [String] = []
    if configuration.caFile == nil {
      notes.append(
        "No file of certificate authorities was found; https will fail or be slow. "
          + "Install the package ca-certificates.")
    }
    if let proxy = configuration.proxy {
      notes.append(
        "Fetching through the proxy \(RedactedURL.text(proxy.url)): private addresses are known "
          + "by name and literal address only.")
    }
    return notes
  }
}

extension FetchResult {
  /// The result of a request that was not let in.
  fileprivate static func refused(_ request: FetchRequest, at time: Date) -> FetchResult {
    let url = RedactedURL.text(request.url)
    let error = TransferError(
      kind: .cancelled,
      message: "\(url): given up: too many requests wait already, or pantau is stopping.")
    return FetchResult(
      id: request.id, outcome: .failed(error), hops: [], finalURL: url, timing: Timing(),
      bytesReceived: 0, connectionReused: false, httpVersion: nil, sentValidators: false,
      receivedAt: time)
  }
}
