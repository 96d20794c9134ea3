/// The scheduler's feeds, numbered densely; numbers of removed feeds are used again.
struct FeedSlots {
  enum State: UInt8 {
    /// In the queue, or without a due time.
    case idle
    /// Due, in its host's line.
    case waiting
    /// Its request is on its way.
    case inFlight
  }

  struct Slot {
    /// The feed's number in the database.
    var feed: Int64
    /// When it is due, in monotonic nanoseconds; `Int64.max` for never.
    var due: Int64
    var host: UInt32
    /// The feed behind it in its host's line.
    var next: UInt32 = FeedSlots.none
    var demand: PollDemand
    var state: State = .idle
    /// Removed while waiting or in flight: to be freed when it comes out of there.
    var isRemoved = false
  }

  /// Stands for "no slot".
  static let none = UInt32.max

  private var slots: [Slot] = []
  private var free: [UInt32] = []
  private var numbers: [Int64: UInt32] = [:]

  var count: Int { numbers.count }

  func find(_ feed: Int64) -> UInt32? { numbers[feed] }

  subscript(slot: UInt32) -> Slot {
    get { slots[Int(slot)] }
    _modify { yield &slots[Int(slot)] }
  }

  mutating func add(_ slot: Slot) -> UInt32 {
    let number: UInt32
    if let old = free.popLast() {
      number = old
      slots[Int(old)] = slot
    } else {
      number = UInt32(truncatingIfNeeded: slots.count)
      slots.append(slot)
    }
    numbers[slot.feed] = number
    return number
  }

  /// Forgets the feed's number; its slot stays until `release`.
  mutating func forget(_ feed: Int64) { numbers[feed] = nil }

  mutating func release(_ slot: UInt32) { free.append(slot) }

  mutating func reserve(_ count: Int) {
    slots.reserveCapacity(count)
    numbers.reserveCapacity(count)
  }
}
