public import FoundationEssentials

/// What is remembered of a feed's permanent redirect (301 or 308).
///
/// A target counts once it has been given five times in a row over at least 24 hours and read as a
/// feed each time: a captive portal or an outage page redirects as well. The feed's own URL is asked
/// again every week.
public struct RedirectMemory: Sendable, Hashable {
  /// Where the redirects lead.
  public var target: String
  /// How many answers in a row led there.
  public var count: Int
  /// When the first of them came.
  public var firstSeen: Date
  /// Since when the target is asked in place of the feed's own URL; nil while it is not.
  public var adopted: Date?
  /// When the feed's own URL was last asked.
  public var lastOriginalTry: Date

  /// How many equal answers it takes.
  public static let answersNeeded = 5
  /// Over how long they must reach, in seconds.
  public static let secondsNeeded: Double = 86_400
  /// How often the feed's own URL is asked once the target is in use, in seconds.
  public static let retrySeconds: Double = 7 * 86_400
  /// A longer target is not remembered, in bytes of UTF-8.
  public static let maxTargetBytes = 4_096

  /// Makes a memory from its parts, as stored.
  public init(
    target: String, count: Int, firstSeen: Date, adopted: Date?, lastOriginalTry: Date
  ) {
    self.target = target
    self.count = count
    self.firstSeen = firstSeen
    self.adopted = adopted
    self.lastOriginalTry = lastOriginalTry
  }

  init(first target: String, at time: Date) {
    self.init(target: target, count: 1, firstSeen: time, adopted: nil, lastOriginalTry: time)
  }

  /// Whether the feed's own URL is to be asked now.
  func asksOriginal(at now: Date) -> Bool {
    guard adopted != nil else { return true }
    let since = now.timeIntervalSince(lastOriginalTry)
    // A negative span means that the clock was set back: then it is time as well.
    return since >= Self.retrySeconds || since < 0
  }

  /// Takes one more answer of the feed's own URL that led to the same target.
  mutating func confirm(at time: Date) {
    count = min(count + 1, 1_000)
    lastOriginalTry = time
    if adopted == nil, count >= Self.answersNeeded,
      time.timeIntervalSince(firstSeen) >= Self.secondsNeeded
    {
      adopted = time
    }
  }
}

extension Optional<RedirectMemory> {
  /// The memory after an answer.
  func after(_ answer: PollAnswer) -> RedirectMemory? {
    guard answer.askedOriginal else { return answer.endsTarget ? nil : self }
    if case .failed = answer.outcome {
      // An outage of the old address takes nothing from a target in use, and proves nothing.
      guard var memory = self, memory.adopted != nil else { return nil }
      memory.lastOriginalTry = answer.receivedAt
      return memory
    }
    guard let target = answer.permanentTarget,
      target.utf8.count <= RedirectMemory.maxTargetBytes
    else { return nil }
    guard var memory = self, memory.target == target else {
      return RedirectMemory(first: target, at: answer.receivedAt)
    }
    memory.confirm(at: answer.receivedAt)
    return memory
  }
}

extension PollAnswer {
  /// Whether the target of a redirect says that it is gone for good: then the feed's own URL has to
  /// tell what that means for the feed.
  var endsTarget: Bool { !askedOriginal && outcome == .failed(.gone) }
}
