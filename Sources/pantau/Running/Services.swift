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

/// Polls each feed once and tries each waiting delivery once.
struct OnceService: Service {
  let engine: Engine
  let dispatcher: Dispatcher
  let fetcher: Fetcher

  func run() async throws {
    let isStored = await withGracefulShutdownHandler {
      await engine.runOnce()
    } onGracefulShutdown: {
      engine.requestStop()
    }
    await engine.stop(within: .seconds(3))
    let summary = await DedicatedThread.blocking { [dispatcher] in
      let summary = dispatcher.drainOnce()
      dispatcher.stop(within: .seconds(1))
      return summary
    }
    await fetcher.shutdown(within: .zero)
    if let problem = summary.outputProblem { throw Fault(.failed, problem) }
    guard isStored else {
      throw Fault(.failed, "polls could not be stored in the database; the log says why.")
    }
  }
}
