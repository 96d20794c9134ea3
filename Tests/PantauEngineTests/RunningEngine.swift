import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauStore
import PantauTestSupport

@testable import PantauEngine

/// An engine over an archive, and what it has stored and logged so far.
final class RunningEngine: Sendable {
  let engine: Engine
  let log: LogRecorder
  private let commits: Monitor<[CommitSummary]>

  init(
    _ settings: EngineSettings, store: Store, concurrency: Int = 32,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) throws {
    let (log, commits) = (LogRecorder(), Monitor<[CommitSummary]>([]))
    self.log = log
    self.commits = commits
    engine = try Engine(
      settings: settings, store: store,
      fetching: FetcherConfiguration(concurrency: concurrency), workers: 2, clock: clock,
      logger: Logger(label: "test") { _ in log },
      committed: { summary in commits.update { $0.append(summary) } })
  }

  /// Waits until what was stored is as wanted; false where it never is.
  func stored(_ isThere: @escaping @Sendable ([CommitSummary]) -> Bool) async -> Bool {
    await DedicatedThread.blocking { [commits] in
      commits.wait(until: .now + RunningProgram.patience) { isThere($0) ? true : nil } ?? false
    }
  }

  /// Waits for an alert of that title.
  func alert(titled title: String) async -> Bool {
    await stored { commits in
      commits.contains { commit in commit.alerts.contains { $0.item.title == title } }
    }
  }

  /// The alerts stored so far.
  var alerts: [Alert] { commits.read { $0.flatMap(\.alerts) } }

  func stop() async { await engine.stop(within: .seconds(5)) }
}

/// Keeps the messages of a log, for tests that wait for one.
struct LogRecorder: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .debug
  private let messages = Monitor<[String]>([])

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    messages.update { $0.append(event.message.description) }
  }

  /// Waits for a message; false where it never comes.
  func said(_ message: String) async -> Bool {
    await DedicatedThread.blocking { [messages] in
      messages.wait(until: .now + RunningProgram.patience) { $0.contains(message) ? true : nil }
        ?? false
    }
  }
}

extension EngineSettings {
  /// Limits that no request meets: among a thousand tests on a loaded machine, a test may wait for
  /// minutes until it goes on.
  static let patientLimits = FetchLimits(
    timeout: .seconds(3_600), stallTimeout: .seconds(3_600))

  /// Settings for feeds of the loopback server, without gaps between requests.
  static func test(
    _ feeds: [FeedSettings], ruleset: Ruleset? = nil, perHost: Int = 32,
    limits: FetchLimits = patientLimits
  ) throws -> EngineSettings {
    EngineSettings(
      feeds: feeds, ruleset: try ruleset ?? .test(),
      rules: PollingRules(perHost: perHost), limits: limits, userAgent: "pantau/1.0 (test)")
  }
}
