/// Where each row of words stands that stands in a text once.
///
/// Rows come as hashes, so that the table needs no hasher of its own: a dictionary's took most of the
/// time that a comparison took.
struct SinglePlaces {
  private struct Slot {
    var row: UInt64 = 0
    var state = State.free
  }

  private enum State: Equatable { case free, once(Int), often }

  private var slots: [Slot]
  private let shift: UInt64

  /// Makes an empty table.
  ///
  /// - Parameter capacity: the most rows that are added.
  init(capacity: Int) {
    let bits = max(4, Int.bitWidth - capacity.leadingZeroBitCount + 1)
    slots = [Slot](repeating: Slot(), count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// Notes that a row stands at a place.
  mutating func add(_ row: UInt64, at place: Int) {
    let index = index(of: row)
    let isFirst = slots[index].state == .free
    slots[index] = Slot(row: row, state: isFirst ? .once(place) : .often)
  }

  /// The place of a row; nil where it stands nowhere or more than once.
  subscript(row: UInt64) -> Int? {
    guard case .once(let place) = slots[index(of: row)].state else { return nil }
    return place
  }

  /// The slot of a row, or the free one that it would take; at most half of the slots are in use.
  private func index(of row: UInt64) -> Int {
    var index = Int((row &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while slots[index].state != .free, slots[index].row != row {
      index = (index + 1) & (slots.count - 1)
    }
    return index
  }
}
