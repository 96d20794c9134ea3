/// The hosts that a poll of a feed comes to, as far as is known before it.
public struct PollWay: Sendable, Hashable {
  /// The host that is asked.
  public let asked: PollHost
  /// The host that answered last time; the same where no redirect led elsewhere.
  public let answering: PollHost

  /// A way that redirects may lead to another host; nil for `answering` where none is known.
  public init(asked: PollHost, answering: PollHost? = nil) {
    self.asked = asked
    self.answering = answering ?? asked
  }
}

extension Scheduler {
  /// The host whose limits a feed keeps: one on its way that wants to be left alone, else the one that
  /// more other feeds keep to.
  ///
  /// There a burst would come together: many addresses that redirect to one host, or one host that
  /// redirects to many. Of two alike it is the one that answers, which has the most to do.
  func host(of slot: UInt32, on way: PollWay, now: Int64) -> PollHost {
    guard way.asked != way.answering else { return way.asked }
    let (asked, answering) = (pause(of: way.asked), pause(of: way.answering))
    if max(asked, answering) > now { return asked > answering ? way.asked : way.answering }
    return others(than: slot, at: way.answering) >= others(than: slot, at: way.asked)
      ? way.answering : way.asked
  }

  private func pause(of host: PollHost) -> Int64 {
    gate.find(host).map { gate.hosts[Int($0)].pausedUntil } ?? .min
  }

  /// How many other feeds keep to a host's limits.
  private func others(than slot: UInt32, at host: PollHost) -> UInt32 {
    guard let found = gate.find(host) else { return 0 }
    return gate.hosts[Int(found)].feeds - (feeds[slot].host == found ? 1 : 0)
  }
}
