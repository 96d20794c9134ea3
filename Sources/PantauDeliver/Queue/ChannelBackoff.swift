public import FoundationEssentials
import PantauCore

/// When a channel or a message is tried again.
///
/// The waits are the channel's while it fails as a whole: its oldest message alone is tried, after
/// 5 s, 30 s, 2 min, then every 5 min, each ±20 %, and the first success releases the rest.
public struct ChannelBackoff: Sendable, Hashable {
  /// The waits, never empty; the last one repeats.
  public let waits: [Duration]

  /// The waits of a channel that says nothing of its own.
  public static let standardWaits: [Duration] = [
    .seconds(5), .seconds(30), .seconds(120), .seconds(300),
  ]
  /// The age of a message's first attempt from which a failed attempt was its last.
  public static let deadAfter: Duration = .seconds(75 * 3_600)
  /// Between attempts of a message that stepped aside.
  public static let asideWait: Duration = .seconds(3_600)
  /// Between attempts to reach receivers that refused for good what others took: a mail server
  /// should not be asked for the same mailbox again and again (RFC 5321, section 4.2.1).
  public static let partlyWait: Duration = .seconds(86_400)
  /// What a receiver may ask for: shorter is impolite, longer would be no delivery any more.
  public static let retryAfterLimits: ClosedRange<Duration> = .seconds(1)...(.seconds(86_400))
  /// The part of a wait that chance adds or takes away, so that channels of one receiver part.
  public static let jitter = 0.2

  /// Takes a channel's own waits; nil or an empty list means the standard ones.
  public init(waits: [Duration]? = nil) {
    self.waits = waits.flatMap { $0.isEmpty ? nil : $0 } ?? Self.standardWaits
  }

  /// The wait after a channel's failure.
  ///
  /// - Parameters:
  ///   - failures: how many attempts have failed in a row, from 1.
  ///   - retryAfter: what the receiver asked for; it wins, within ``retryAfterLimits``.
  ///   - generator: gives the jitter.
  /// - Returns: at least 100 ms.
  public func wait(
    afterFailures failures: Int, retryAfter: Duration? = nil,
    using generator: inout some RandomNumberGenerator
  ) -> Duration {
    if let retryAfter {
      return min(
        max(retryAfter, Self.retryAfterLimits.lowerBound), Self.retryAfterLimits.upperBound)
    }
    let wait = waits[min(max(failures, 1), waits.count) - 1]
    let factor = Double.random(in: (1 - Self.jitter)...(1 + Self.jitter), using: &generator)
    return max(.milliseconds(100), wait * factor)
  }

  /// The wait of a message that some receivers took and others did not.
  ///
  /// - Parameters:
  ///   - attempts: how many were made, from 1.
  ///   - mayRecover: whether the others may take it before somebody acts.
  ///   - generator: gives the jitter.
  /// - Returns: the channel's waits once through, then ``asideWait``; or ``partlyWait``.
  func wait(
    afterPartialAttempts attempts: Int, mayRecover: Bool,
    using generator: inout some RandomNumberGenerator
  ) -> Duration {
    guard mayRecover else { return Self.partlyWait }
    return attempts > waits.count
      ? Self.asideWait : wait(afterFailures: attempts, using: &generator)
  }

  /// Whether a message that failed again is now a dead letter.
  public static func isDead(firstAttempt: Date?, now: Date) -> Bool {
    guard let firstAttempt else { return false }
    return now.timeIntervalSince(firstAttempt) >= deadAfter.inSeconds
  }
}
