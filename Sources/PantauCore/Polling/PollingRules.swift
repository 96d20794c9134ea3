/// How polite and how eager to be: the `polling` settings, and the fixed figures beside them.
public struct PollingRules: Sendable, Equatable {
  /// The shortest interval of feeds without one of their own (`polling.minInterval`).
  public var minInterval: Duration
  /// The longest interval of feeds that work (`polling.maxInterval`); hints are capped by it too.
  public var maxInterval: Duration
  /// Requests an hour for all feeds without an `interval` together (`polling.requestsPerHour`);
  /// nil for ``requestsPerHourEach`` for each of them.
  public var requestsPerHour: Double?
  /// How many requests a host has in flight at most (`polling.perHost`).
  public var perHost: Int
  /// The time between two starts for one host (`polling.hostGap`).
  public var hostGap: Duration

  /// Requests an hour for each feed where `requestsPerHour` is null.
  public static let requestsPerHourEach: Double = 4
  /// The share by which our own intervals are varied, up and down.
  public static let jitter = 0.1
  /// The floor for feeds that have not shown that asking them often is cheap.
  public static let cautiousFloor: Duration = .seconds(30 * 60)
  /// The longest wait after failures, and the longest `Retry-After` that is obeyed.
  public static let dayCeiling: Duration = .seconds(24 * 3_600)
  /// The first wait after 429 or 403 without `Retry-After`; it doubles with each.
  public static let throttleFirst: Duration = .seconds(10 * 60)

  /// Makes rules; what is not said has the contract's default.
  public init(
    minInterval: Duration = .seconds(300), maxInterval: Duration = .seconds(6 * 3_600),
    requestsPerHour: Double? = nil, perHost: Int = 2, hostGap: Duration = .seconds(1)
  ) {
    self.minInterval = minInterval
    self.maxInterval = maxInterval
    self.requestsPerHour = requestsPerHour
    self.perHost = max(1, perHost)
    self.hostGap = max(.zero, hostGap)
  }

  /// The longest interval in seconds, at least a second.
  var maxSeconds: Double { max(1, maxInterval.inSeconds) }
  /// The shortest interval in seconds; never above the longest.
  var minSeconds: Double { min(max(1, minInterval.inSeconds), maxSeconds) }
}
