/// Keeps each host's limits: how many requests at once, the gap between starts, and pauses; and the
/// line of feeds that wait for it.
///
/// Hosts are numbered slots; feeds wait in a line that runs through the feeds' own slots
/// (``FeedSlots``), so waiting costs no memory.
struct HostGate {
  struct Host {
    var key: UInt64
    var nextStart = Int64.min
    var pausedUntil = Int64.min
    /// The line of waiting feeds.
    var head = FeedSlots.none
    var tail = FeedSlots.none
    /// How many feeds name the host.
    var feeds: UInt32 = 0
    var inFlight: UInt32 = 0
    var isLoopback: Bool

    var isUnlimited: Bool { key == 0 }
    func readyAt() -> Int64 { max(nextStart, pausedUntil) }
  }

  private(set) var hosts: [Host] = []
  private var slots: [UInt64: UInt32] = [:]
  private var free: [UInt32] = []
  /// Hosts with a line that may not be asked yet, by the time from which they may.
  private var held = DueQueue()
  /// Hosts with a line that may be asked now, by how long their first feed has been due, and then by
  /// how many requests are under way.
  private var ready = DueQueue()
  /// Hosts that nothing names any more, by the time from which their limits may be forgotten.
  private var leaving = DueQueue()
  private let perHost: UInt32
  private let gap: Int64

  init(perHost: Int, gapNanoseconds: Int64) {
    self.perHost = UInt32(min(max(perHost, 1), 1_000_000))
    gap = max(0, gapNanoseconds)
  }

  /// The number of a host; it is kept while feeds name it.
  mutating func enter(_ host: PollHost) -> UInt32 {
    let slot = slot(of: host)
    hosts[Int(slot)].feeds += 1
    return slot
  }

  /// Gives up a feed's claim on a host.
  mutating func leave(_ slot: UInt32) {
    hosts[Int(slot)].feeds -= 1
    seeOff(slot)
  }

  /// The number of a host known already.
  func find(_ host: PollHost) -> UInt32? { slots[host.key] }

  /// The number of a host, made if need be.
  mutating func slot(of host: PollHost) -> UInt32 {
    if let slot = slots[host.key] { return slot }
    let fresh = Host(key: host.key, isLoopback: host.isLoopback)
    let slot: UInt32
    if let old = free.popLast() {
      slot = old
      hosts[Int(slot)] = fresh
    } else {
      slot = UInt32(truncatingIfNeeded: hosts.count)
      hosts.append(fresh)
    }
    slots[host.key] = slot
    return slot
  }

  /// Puts a feed at the end of its host's line.
  mutating func wait(_ feed: UInt32, in feeds: inout FeedSlots, now: Int64) {
    let slot = Int(feeds[feed].host)
    feeds[feed].next = FeedSlots.none
    if hosts[slot].head == FeedSlots.none {
      hosts[slot].head = feed
    } else {
      feeds[hosts[slot].tail].next = feed
    }
    hosts[slot].tail = feed
    arm(UInt32(slot), feeds: feeds, now: now)
  }

  /// Takes the feed that has been due longest among the hosts that may be asked now; of those due at
  /// one instant, one whose host has the fewest requests under way.
  mutating func nextFeed(in feeds: inout FeedSlots, now: Int64) -> UInt32? {
    forgetUnused(now: now)
    while let first = held.first, first.due <= now {
      held.remove(first.slot)
      arm(first.slot, feeds: feeds, now: now)
    }
    guard let slot = ready.first?.slot else { return nil }
    let feed = hosts[Int(slot)].head
    hosts[Int(slot)].head = feeds[feed].next
    if hosts[Int(slot)].head == FeedSlots.none { hosts[Int(slot)].tail = FeedSlots.none }
    arm(slot, feeds: feeds, now: now)
    return feed
  }

  /// Notes that a request starts.
  mutating func start(_ slot: UInt32, feeds: FeedSlots, now: Int64) {
    hosts[Int(slot)].inFlight += 1
    if !hosts[Int(slot)].isLoopback {
      hosts[Int(slot)].nextStart = now.addingClamped(gap)
    }
    arm(slot, feeds: feeds, now: now)
  }

  /// Charges the gap for a further request in a place that is taken; else when it may start.
  mutating func goOn(_ slot: UInt32, now: Int64) -> Int64? {
    let opening = hosts[Int(slot)].readyAt()
    guard opening <= now else { return opening }
    if !hosts[Int(slot)].isLoopback { hosts[Int(slot)].nextStart = now.addingClamped(gap) }
    return nil
  }

  /// Notes that a request has ended.
  mutating func end(_ slot: UInt32, feeds: FeedSlots, now: Int64) {
    if hosts[Int(slot)].inFlight > 0 { hosts[Int(slot)].inFlight -= 1 }
    arm(slot, feeds: feeds, now: now)
    seeOff(slot)
  }

  /// Leaves a host alone until then; never shortens a pause.
  mutating func pause(_ slot: UInt32, until: Int64, feeds: FeedSlots, now: Int64) {
    guard !hosts[Int(slot)].isUnlimited else { return }
    hosts[Int(slot)].pausedUntil = max(hosts[Int(slot)].pausedUntil, until)
    arm(slot, feeds: feeds, now: now)
    seeOff(slot)
  }

  /// From when on a request may start: nil for one more than are allowed at once, whose end is not
  /// known.
  func opening(_ slot: UInt32) -> Int64? {
    let host = hosts[Int(slot)]
    if host.isUnlimited { return .min }
    return host.inFlight < perHost ? host.readyAt() : nil
  }

  /// When a waiting feed can start next: the distant past for now, nil while none waits for a
  /// time.
  var nextOpening: Int64? { ready.count > 0 ? .min : held.first?.due }

  /// Whether feeds wait, and all of them for hosts that asked to be left alone until after `time`.
  func holdsAll(until time: Int64) -> Bool {
    let lines = hosts.filter { $0.head != FeedSlots.none }
    return !lines.isEmpty && lines.allSatisfy { $0.pausedUntil > time }
  }

  private mutating func arm(_ slot: UInt32, feeds: FeedSlots, now: Int64) {
    let host = hosts[Int(slot)]
    guard host.head != FeedSlots.none, let opening = opening(slot) else {
      held.remove(slot)
      ready.remove(slot)
      return
    }
    if opening <= now {
      held.remove(slot)
      // A nanosecond a request under way parts feeds that are due together, so that they ask many
      // hosts once each rather than few hosts by many connections.
      ready.set(slot, due: feeds[host.head].due.addingClamped(Int64(host.inFlight)))
    } else {
      ready.remove(slot)
      held.set(slot, due: opening)
    }
  }

  private func isUnused(_ host: Host) -> Bool {
    host.feeds == 0 && host.inFlight == 0 && host.head == FeedSlots.none
  }

  private mutating func seeOff(_ slot: UInt32) {
    let host = hosts[Int(slot)]
    if isUnused(host) { leaving.set(slot, due: host.readyAt()) }
  }

  /// Forgets hosts that nothing names and whose gap and pause are over.
  private mutating func forgetUnused(now: Int64) {
    while let first = leaving.first, first.due <= now {
      leaving.remove(first.slot)
      let host = hosts[Int(first.slot)]
      guard isUnused(host) else { continue }
      if host.readyAt() > now {
        leaving.set(first.slot, due: host.readyAt())
      } else if slots[host.key] == first.slot {
        slots[host.key] = nil
        free.append(first.slot)
      }
    }
  }
}

extension Int64 {
  /// The sum, held within the type's range.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
