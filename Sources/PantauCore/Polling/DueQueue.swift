/// Which of many numbered things is due next: finds it in O(1), changes or removes any in O(log n).
///
/// A heap with four children a node, which touches half the cache lines of a binary one, and for
/// each number its place in it. 20 bytes each; nothing is scanned.
struct DueQueue {
  private struct Entry {
    var due: Int64
    var slot: UInt32
  }

  private var heap: [Entry] = []
  /// Where in the heap each slot stands; `absent` for those that do not.
  private var places: [UInt32] = []
  private static let absent = UInt32.max

  var count: Int { heap.count }

  /// The slot that is due first, and when; of equal ones the lowest number.
  var first: (slot: UInt32, due: Int64)? { heap.first.map { ($0.slot, $0.due) } }

  func due(of slot: UInt32) -> Int64? {
    let place = place(of: slot)
    return place == Self.absent ? nil : heap[Int(place)].due
  }

  /// Adds a slot, or gives it another time.
  mutating func set(_ slot: UInt32, due: Int64) {
    if Int(slot) >= places.count {
      places.append(
        contentsOf: repeatElement(Self.absent, count: Int(slot) + 1 - places.count))
    }
    let entry = Entry(due: due, slot: slot)
    let place = places[Int(slot)]
    guard place != Self.absent else {
      heap.append(entry)
      rise(from: heap.count - 1, with: entry)
      return
    }
    if Self.precedes(entry, heap[Int(place)]) {
      rise(from: Int(place), with: entry)
    } else {
      sink(from: Int(place), with: entry)
    }
  }

  /// Takes a slot out; does nothing when it is not in.
  mutating func remove(_ slot: UInt32) {
    let place = place(of: slot)
    guard place != Self.absent else { return }
    places[Int(slot)] = Self.absent
    let last = heap.removeLast()
    guard Int(place) < heap.count else { return }
    if Self.precedes(last, heap[Int(place)]) {
      rise(from: Int(place), with: last)
    } else {
      sink(from: Int(place), with: last)
    }
  }

  private func place(of slot: UInt32) -> UInt32 {
    Int(slot) < places.count ? places[Int(slot)] : Self.absent
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.due != right.due ? left.due < right.due : left.slot < right.slot
  }

  private mutating func rise(from start: Int, with entry: Entry) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 4
      guard Self.precedes(entry, heap[parent]) else { break }
      put(heap[parent], at: place)
      place = parent
    }
    put(entry, at: place)
  }

  private mutating func sink(from start: Int, with entry: Entry) {
    var place = start
    while true {
      let firstChild = place * 4 + 1
      guard firstChild < heap.count else { break }
      var least = firstChild
      for child in firstChild..<min(firstChild + 4, heap.count)
      where Self.precedes(heap[child], heap[least]) { least = child }
      guard Self.precedes(heap[least], entry) else { break }
      put(heap[least], at: place)
      place = least
    }
    put(entry, at: place)
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    heap[place] = entry
    places[Int(entry.slot)] = UInt32(truncatingIfNeeded: place)
  }
}
