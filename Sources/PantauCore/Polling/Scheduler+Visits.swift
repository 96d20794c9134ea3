extension Scheduler {
  /// Asks leave to fetch something else from a host (an article, `robots.txt`), within the limits
  /// that its feeds keep.
  ///
  /// - Parameters:
  ///   - host: the host.
  ///   - now: now.
  /// - Returns: nil when the request may start, and counts as started, until
  ///   ``endVisit(to:now:)``; else when to ask again.
  public mutating func startVisit(
    to host: PollHost, now: MonotonicInstant
  ) -> MonotonicInstant? {
    let slot = gate.slot(of: host)
    guard let opening = gate.opening(slot) else { return now.advanced(bySeconds: 1) }
    guard opening <= now.nanoseconds else { return MonotonicInstant(nanoseconds: opening) }
    gate.start(slot, feeds: feeds, now: now.nanoseconds)
    return nil
  }

  /// Asks leave for a further request of a poll that is under way: it has its place at the host and
  /// keeps the gap between starts.
  ///
  /// - Parameters:
  ///   - host: the poll's host.
  ///   - now: now.
  /// - Returns: nil when the request may start; else when to ask again.
  public mutating func goOn(at host: PollHost, now: MonotonicInstant) -> MonotonicInstant? {
    gate.goOn(gate.slot(of: host), now: now.nanoseconds).map(MonotonicInstant.init(nanoseconds:))
  }

  /// Notes that a visit has ended.
  public mutating func endVisit(to host: PollHost, now: MonotonicInstant) {
    guard let slot = gate.find(host) else { return }
    gate.end(slot, feeds: feeds, now: now.nanoseconds)
  }
}
