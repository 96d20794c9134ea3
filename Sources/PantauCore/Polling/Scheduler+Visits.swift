extension Scheduler {
  /// Asks leave to fetch something else from a host (an article, `robots.txt`, a sitemap's part),
  /// within the limits that its feeds keep.
  ///
  /// - Parameters:
  ///   - host: the host.
  ///   - feed: the feed whose poll under way it belongs to: where that has its place at the host, it
  ///     lends it, and the gap between starts alone is kept; nil for none.
  ///   - now: now.
  /// - Returns: nil when the request may start, and counts as started, until
  ///   ``endVisit(to:of:now:)``; else when to ask again.
  public mutating func startVisit(
    to host: PollHost, of feed: Int64? = nil, now: MonotonicInstant
  ) -> MonotonicInstant? {
    let slot = gate.slot(of: host)
    if hasPlace(feed, at: slot) {
      return gate.goOn(slot, now: now.nanoseconds).map(MonotonicInstant.init(nanoseconds:))
    }
    guard let opening = gate.opening(slot) else { return now.advanced(bySeconds: 1) }
    guard opening <= now.nanoseconds else { return MonotonicInstant(nanoseconds: opening) }
    gate.start(slot, feeds: feeds, now: now.nanoseconds)
    return nil
  }

  /// Notes that a visit has ended.
  public mutating func endVisit(
    to host: PollHost, of feed: Int64? = nil, now: MonotonicInstant
  ) {
    guard let slot = gate.find(host), !hasPlace(feed, at: slot) else { return }
    gate.end(slot, feeds: feeds, now: now.nanoseconds)
  }

  /// Whether a feed's poll is under way at a host; it keeps its place there to its end.
  private func hasPlace(_ feed: Int64?, at host: UInt32) -> Bool {
    guard let slot = feed.flatMap({ feeds.find($0) }) else { return false }
    return feeds[slot].state == .inFlight && feeds[slot].host == host
  }
}
