import FoundationEssentials
import PantauCore

/// The story keys of the items of the last days, in memory: which items share one.
///
/// Chains of entries in one ring, the youngest first. The ring grows up to a ceiling and then gives
/// its oldest items up, so that memory is bounded: by its fields 76
/// bytes an item, 80 MB for a million. What is here is in the table `story_keys` too, from which it is filled at the first write.
struct StoryIndex {
  /// An item as the index and the table keep it.
  struct Member: Equatable {
    var item: Int64
    /// When it was seen, in whole seconds since 1970.
    var seen: UInt32
    /// Seven lanes, 0 where there is no key; no array, for a million of them are read at a start.
    var keys: SIMD8<UInt32>

    init(item: Int64, seen: UInt32, keys: SIMD8<UInt32>) {
      (self.item, self.seen, self.keys) = (item, seen, keys)
    }

    init(item: Int64, seen: Date, keys: [UInt32]) {
      self.item = item
      self.seen = UInt32(clamping: Int(seen.timeIntervalSince1970))
      self.keys = SIMD8()
      for (place, key) in keys.prefix(StoryIndex.stride).enumerated() { self.keys[place] = key }
    }
  }

  /// An item that shares keys.
  struct Candidate: Equatable {
    var item: Int64
    /// How many keys it shares.
    var shared: Int
  }

  private struct Entry {
    var key: UInt32 = 0
    /// The number of the entry that was first in the chain before this one; 0 at its end.
    var next: UInt32 = 0
  }

  /// How far the table's rows are in here already.
  var loadedRow: Int64 = 0

  private var heads: [UInt32]
  private var entries: [Entry]
  private var items: [Int64]
  private var seen: [UInt32]
  /// Items are numbered in the order they came; these are the oldest one's number and the next one's.
  private var first = 0
  private var end = 0

  static let stride = StoryPrint.maxKeys
  /// The most items that are kept.
  static let maxItems = 1 << 20
  /// Of one key no more items are looked at, the youngest: a form that hundreds share finds nothing.
  private static let maxOfOneKey = 12
  /// The most steps along a chain.
  private static let maxSteps = 64

  /// Makes an empty index.
  ///
  /// - Parameter capacity: how many items it has room for at first; a power of two.
  init(capacity: Int = 1 << 10) {
    heads = [UInt32](repeating: 0, count: capacity * 2)
    entries = [Entry](repeating: Entry(), count: capacity * Self.stride)
    items = [Int64](repeating: 0, count: capacity)
    seen = [UInt32](repeating: 0, count: capacity)
  }

  private var capacity: Int { items.count }

  /// How many items it holds.
  var count: Int { end - first }

  /// Makes room for so many items at once, where there was none yet.
  mutating func reserve(_ items: Int) {
    guard end == 0, items > capacity else { return }
    let row = loadedRow
    var room = capacity
    while room < min(items, Self.maxItems) { room *= 2 }
    self = StoryIndex(capacity: room)
    loadedRow = row
  }

  /// What ``rollBack(to:)`` takes back to.
  var mark: Int { end }

  /// Adds an item, the youngest so far.
  mutating func add(_ member: Member) {
    makeRoom()
    let slot = end & (capacity - 1)
    items[slot] = member.item
    seen[slot] = member.seen
    for place in 0..<Self.stride {
      let key = member.keys[place]
      let bucket = bucket(key)
      entries[slot * Self.stride + place] = Entry(key: key, next: key == 0 ? 0 : heads[bucket])
      if key != 0 { heads[bucket] = UInt32(end * Self.stride + place + 1) }
    }
    end += 1
  }

  /// Takes out what was added since a mark; a transaction that failed leaves nothing here.
  mutating func rollBack(to mark: Int) {
    while end > max(mark, first) {
      end -= 1
      let slot = end & (capacity - 1)
      for place in (0..<Self.stride).reversed() {
        let entry = entries[slot * Self.stride + place]
        if entry.key != 0 { heads[bucket(entry.key)] = entry.next }
      }
    }
  }

  /// Forgets what was seen before an instant.
  mutating func expire(before instant: UInt32) {
    while first < end, seen[first & (capacity - 1)] < instant { first += 1 }
  }

  /// The items that share keys with these probes: those that share most first, then the youngest.
  func candidates(_ probes: [UInt32], limit: Int) -> [Candidate] {
    var found: [(number: Int, shared: Int)] = []
    for probe in probes where probe != 0 { follow(probe, &found) }
    if found.count > 1 { found.sort { ($0.shared, $0.number) > ($1.shared, $1.number) } }
    return found.prefix(limit).map {
      Candidate(item: items[$0.number & (capacity - 1)], shared: $0.shared)
    }
  }

  private func follow(_ probe: UInt32, _ found: inout [(number: Int, shared: Int)]) {
    var next = Int(heads[bucket(probe)])
    var (steps, same) = (0, 0)
    // A number below the oldest item's belongs to one that was given up; so do all behind it.
    while next > first * Self.stride, steps < Self.maxSteps, same < Self.maxOfOneKey {
      let number = (next - 1) / Self.stride
      let place = (next - 1) % Self.stride
      let entry = entries[(number & (capacity - 1)) * Self.stride + place]
      if entry.key == probe {
        same += 1
        if let known = found.firstIndex(where: { $0.number == number }) {
          found[known].shared += 1
        } else {
          found.append((number, 1))
        }
      }
      next = Int(entry.next)
      steps += 1
    }
  }

  /// Spreads keys, which are the smallest of many and so begin with zeros, over the buckets.
  private func bucket(_ key: UInt32) -> Int {
    Int((key &* 0x9E37_79B1) >> UInt32(32 - heads.count.trailingZeroBitCount))
  }

  private mutating func makeRoom() {
    if count == capacity {
      if capacity < Self.maxItems { rebuild(capacity: capacity * 2) } else { first += 1 }
    }
    // Numbers of entries have 32 bits; they begin anew after some hundred million items.
    if (end + 1) * Self.stride >= Int(UInt32.max) { rebuild(capacity: capacity) }
  }

  private mutating func rebuild(capacity: Int) {
    var new = StoryIndex(capacity: capacity)
    new.loadedRow = loadedRow
    for number in first..<end { new.add(member(number)) }
    self = new
  }

  private func member(_ number: Int) -> Member {
    let slot = number & (capacity - 1)
    var keys = SIMD8<UInt32>()
    for place in 0..<Self.stride { keys[place] = entries[slot * Self.stride + place].key }
    return Member(item: items[slot], seen: seen[slot], keys: keys)
  }
}

extension StoryIndex.Member {
  /// The bytes of an item in the table `story_keys`: number, seconds and seven keys, little-endian.
  static let size = 12 + 4 * StoryIndex.stride

  func write(to data: inout Data) {
    data.appendLittleEndian(UInt64(bitPattern: item))
    data.appendLittleEndian(seen)
    for place in 0..<StoryIndex.stride { data.appendLittleEndian(keys[place]) }
  }

  /// Reads what ``write(to:)`` wrote; a rest that is no whole item is left out.
  static func forEach(in data: Data, _ body: (Self) -> Void) {
    data.withUnsafeBytes { bytes in
      for start in Swift.stride(from: 0, to: bytes.count - size + 1, by: size) {
        func load<Number: FixedWidthInteger>(_ offset: Int, as: Number.Type) -> Number {
          Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start + offset, as: Number.self))
        }
        var keys = SIMD8<UInt32>()
        for place in 0..<StoryIndex.stride { keys[place] = load(12 + 4 * place, as: UInt32.self) }
        body(
          Self(
            item: Int64(bitPattern: load(0, as: UInt64.self)), seen: load(8, as: UInt32.self),
            keys: keys))
      }
    }
  }
}

extension Data {
  fileprivate mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
