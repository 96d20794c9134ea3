import FoundationEssentials
import PantauCore
import PantauStore

/// When a channel's collected alerts go out as one message.
public enum DigestTimes: Sendable, Hashable {
  /// At these minutes of the day, local time, in order.
  case daily([Int])
  /// So long after the first one that was collected.
  case every(Duration)
}

/// What a channel holds back, and until when: its quiet hours and its digests.
///
/// All of it follows from when a message was raised, so that nothing has to be remembered over a
/// restart, and a digest whose time passed while pantau was down goes out at the start.
struct Holding: Sendable {
  var quietHours: QuietHours?
  var digest: DigestTimes?
  /// Whether alerts of high severity are held and collected too.
  var holdsHigh = false
  var clock: WallClock

  /// When the quiet that holds now ends; nil outside of it.
  func quietEnd(at now: Date) -> Date? { quietHours?.end(at: now, by: clock) }

  /// The messages that go by themselves while the channel is quiet.
  var passingQuiet: Set<Urgency> { holdsHigh ? [.immediate] : [.high, .immediate] }

  /// The messages that a digest collects.
  var collected: Set<Urgency> { holdsHigh ? [.usual, .high] : [.usual] }

  /// When a message goes out in a digest; nil: it goes by itself.
  ///
  /// - Parameters:
  ///   - urgency: the message's.
  ///   - raised: when it was raised.
  /// - Returns: an instant after `raised`.
  func digestTime(_ urgency: Urgency, raisedAt raised: Date) -> Date? {
    guard collected.contains(urgency) else { return nil }
    switch digest {
    case .daily(let minutes): return minutes.map { clock.next($0, after: raised) }.min()
    case .every(let wait): return raised + wait.inSeconds
    case nil: return quietHours?.endsInDigest == true ? quietEnd(at: raised) : nil
    }
  }
}
