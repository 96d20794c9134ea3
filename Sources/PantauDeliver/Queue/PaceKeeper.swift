import FoundationEssentials
import PantauCore

/// Keeps a channel to its pace: messages at once as long as the burst lasts, then evenly spaced.
///
/// The generic cell rate algorithm: `nextSlot` is when the next message would be due if all came
/// evenly; a message may come earlier by what the burst allows.
struct PaceKeeper: Sendable {
  private let paces: [MessagePace]
  private var nextSlots: [Date]

  /// Takes all paces that hold at once.
  init(_ paces: [MessagePace]) {
    self.paces = paces
    nextSlots = paces.map { _ in .distantPast }
  }

  /// When the next message may go; not later than now means at once.
  var earliest: Date {
    zip(paces, nextSlots).map { pace, slot in
      slot - pace.interval.inSeconds * Double(pace.burst - 1)
    }.max() ?? .distantPast
  }

  /// Counts a message that goes now.
  mutating func take(at now: Date) {
    for index in paces.indices {
      nextSlots[index] = max(nextSlots[index], now) + paces[index].interval.inSeconds
    }
  }

  /// Forgets slots further ahead than any message could have earned: the clock was set back.
  mutating func settle(at now: Date) {
    for index in paces.indices {
      let span = paces[index].interval.inSeconds * Double(paces[index].burst + 1)
      if nextSlots[index] > now + span { nextSlots[index] = now }
    }
  }
}
