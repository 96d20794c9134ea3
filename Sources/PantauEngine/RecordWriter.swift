import FoundationEssentials
import Logging
import PantauCore
import PantauStore

/// The one thread that writes polls: takes what is there and stores it in one transaction.
///
/// While the database cannot be written (a full disk, say) it keeps what it has and tries again;
/// the queue before it fills, and polling waits. Nothing that was fetched is dropped.
struct RecordWriter: Sendable {
  let store: Store
  let queue: BoundedQueue<ProcessedPoll>
  let clock: @Sendable () -> Date
  let logger: Logger
  let stopping: Monitor<Bool>
  /// Why nothing can be stored now; nil while all is well.
  let fault: Monitor<String?>
  /// Told of a group that cannot be stored, by a run that ends then; nil keeps trying.
  let givesUp: (@Sendable () -> Void)?
  /// Told of each group that is on disk.
  let committed: @Sendable ([ProcessedPoll], CommitSummary) -> Void

  /// How many polls one transaction holds at most.
  static let groupSize = 500
  /// The wait before the next try to write.
  static let retryWait: Duration = .seconds(5)

  /// Runs until the queue is closed and empty.
  func run() {
    while let group = queue.take(atMost: Self.groupSize) {
      guard let summary = commit(group) else { return }
      committed(group, summary)
    }
  }

  /// nil where a stop came before the database could be written: these polls will be made again.
  private func commit(_ group: [ProcessedPoll]) -> CommitSummary? {
    var lastFault: String?
    while true {
      do throws(StoreError) {
        let summary = try store.commit(group.map(\.record), now: clock())
        if lastFault != nil {
          logger.notice("database writable again")
          fault.update { $0 = nil }
        }
        return summary
      } catch {
        if lastFault != error.description {
          logger.error("polls cannot be stored; polling waits", metadata: ["error": "\(error)"])
        }
        lastFault = error.description
        fault.update { $0 = error.description }
      }
      if let givesUp {
        givesUp()
        return nil
      }
      let isStopping = stopping.wait(until: .now + Self.retryWait) { $0 ? true : nil } ?? false
      if isStopping { return nil }
    }
  }
}
