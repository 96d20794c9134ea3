/// The bounds of numbers, durations and sizes in `config.json`, in one place.
enum Limits {
  static let interval: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)
  static let hostGap: ClosedRange<Duration> = .zero ... .seconds(3_600)
  static let timeout: ClosedRange<Duration> = .seconds(1) ... .seconds(600)
  static let execTimeout: ClosedRange<Duration> = .seconds(1) ... .seconds(3_600)
  static let retryWait: ClosedRange<Duration> = .milliseconds(10) ... .seconds(86_400)
  static let retryCount = 50
  static let digestEvery: ClosedRange<Duration> = .seconds(60) ... .seconds(7 * 86_400)
  static let acknowledge: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
  static let maxAge: ClosedRange<Duration> = .zero ... .seconds(36_500 * 86_400)
  static let retention: ClosedRange<Duration> = .seconds(86_400) ... .seconds(36_500 * 86_400)
  static let requestsPerHour = 1...100_000_000
  static let concurrency = 1...10_000
  static let perHost = 1...1_000
  static let maxBody = 1_000...1_000_000_000
  static let maxSize = 10_000_000...1_000_000_000_000_000
  /// The largest file that is read, in bytes: a configuration of a million feeds fits.
  static let fileBytes = 500_000_000
}
