import FoundationEssentials
import Logging
import PantauCore
import PantauDeliver
import PantauEngine
import PantauHTTP
import PantauStore
import ServiceLifecycle

/// Polls until the group shuts down.
struct PollingService: Service {
  let engine: Engine

  func run() async throws {
    engine.start()
    try? await gracefulShutdown()
    await engine.stop(within: .seconds(3))
  }
}

/// Delivers until the group shuts down; started before and stopped after polling, so that what the
/// last commit raised still has its chance.
struct DeliveryService: Service {
  let dispatcher: Dispatcher
  let fetcher: Fetcher

  func run() async throws {
    dispatcher.start()
    try? await gracefulShutdown()
    await DedicatedThread.blocking { [dispatcher] in
      _ = dispatcher.stop(within: .milliseconds(1_500))
    }
    await fetcher.shutdown(within: .zero)
  }
}

/// Keeps the search index up to date, and removes what has had its time, until the group shuts down.
struct SearchService: Service {
  let engine: Engine
  let indexer: SearchIndexer
  let keeper: RetentionKeeper

  func run() async throws {
    indexer.start { [engine] in engine.isBusy }
    keeper.start()
    try? await gracefulShutdown()
    await DedicatedThread.blocking { [indexer, keeper] in
      keeper.stop(within: .seconds(1))
      indexer.stop(within: .seconds(1))
    }
  }
}

/// Polls each feed once and tries each waiting delivery once.
///
/// The search index is filled beside the polls, as by the daemon, and for a moment after them: what is
/// left, `search` reads item by item, and the next run indexes.
struct OnceService: Service {
  let engine: Engine
  let dispatcher: Dispatcher
  let fetcher: Fetcher
  let store: Store
  let indexer: SearchIndexer

  private static let indexingTime: Duration = .milliseconds(100)

  func run() async throws {
    indexer.start { [engine] in engine.isBusy || engine.isPolling }
    let isStored = await withGracefulShutdownHandler {
      await engine.runOnce()
    } onGracefulShutdown: {
      engine.requestStop()
    }
    await engine.stop(within: .seconds(3))
    let summary = await DedicatedThread.blocking { [dispatcher, store, indexer] in
      // Deliveries are not to wait for the writer.
      indexer.stop(within: .seconds(1))
      var generator = SystemRandomNumberGenerator()
      _ = try? store.escalate(dueAt: Date(), using: &generator)
      let summary = dispatcher.drainOnce()
      dispatcher.stop(within: .seconds(1))
      return summary
    }
    await fetcher.shutdown(within: .zero)
    await index()
    if let problem = summary.outputProblem { throw Fault(.failed, problem) }
    guard isStored else {
      throw Fault(.failed, "polls could not be stored in the database; the log says why.")
    }
  }

  /// The next run does what this one cannot; that is no fault.
  private func index() async {
    await DedicatedThread.blocking { [indexer] in
      try? indexer.catchUp(within: Self.indexingTime)
    }
  }
}
