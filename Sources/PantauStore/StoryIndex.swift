import FoundationEssentials
import PantauCore

/// The story keys of the items of the last days, in memory: which items share one.
///
/// Chains of entries, the youngest first. Up to a ceiling; then the oldest items are given up, so that
/// memory is bounded: by its fields 84 to 100 bytes an item. What is here is in the table `story_keys`
/// too, from which it is filled at the first write.
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

  /// Items that came one after another: growing adds a block and copies none.
  private struct Block {
    var entries = [Entry](repeating: Entry(), count: size * stride)
    var items = [Int64](repeating: 0, count: size)
    var seen = [UInt32](repeating: 0, count: size)

    static let size = 1 << 11
  }

  /// How far the table's rows are in here already.
  var loadedRow: Int64 = 0

  /// The entries of some keys: a step along them waits for memory.
  private struct Chain {
    /// The number of the first entry; 0 where there is none.
    var head: UInt32 = 0
    /// Two bits of each key that it holds: most keys that are looked for are in none.
    var bits: UInt32 = 0
  }

  private var chains: [Chain] = []
  /// How many items were linked since chains were made.
  private var linked = 0
  private var blocks: [Block] = []
  /// Which block is the first one, counted from the item with number 0.
  private var firstBlock = 0
  /// Items are numbered in the order they came; these are the oldest one's number and the next one's.
  private var first = 0
  private var end = 0

  static let stride = StoryPrint.maxKeys
  /// Of one key no more items are looked at, the youngest: a form that hundreds share finds nothing.
  private static let maxOfOneKey = 12
  /// The most steps along a chain.
  private static let maxSteps = 64
  /// Entries are numbered in 32 bits; after some hundred million items they begin anew.
  private static let maxNumber = Int(UInt32.max) / stride - 1

  private let maxItems: Int

  /// Makes an empty index.
  ///
  /// - Parameter maxItems: how many items it holds at most.
  init(maxItems: Int = 1 << 20) {
    self.maxItems = max(1, maxItems)
    makeChains(1 << 10)
  }

  /// How many items it holds.
  var count: Int { end - first }

  /// Makes room for so many items at once, where there was none yet.
  mutating func reserve(_ items: Int) {
    guard end == 0 else { return }
    var count = chains.count
    while count < min(items, maxItems) * 2 { count *= 2 }
    makeChains(count)
  }

  /// How many items were ever added; what ``rollBack(to:)`` takes back to.
  private(set) var mark = 0

  /// Adds an item, the youngest so far.
  mutating func add(_ member: Member) {
    makeRoom()
    let (block, slot) = place(of: end)
    blocks[block].items[slot] = member.item
    blocks[block].seen[slot] = member.seen
    for place in 0..<Self.stride {
      blocks[block].entries[slot * Self.stride + place].key = member.keys[place]
    }
    link(end)
    linked += 1
    end += 1
    mark += 1
  }

  /// Takes out what was added since a mark; a transaction that failed leaves nothing here.
  mutating func rollBack(to mark: Int) {
    while self.mark > mark {
      self.mark -= 1
      guard end > first else { continue }
      end -= 1
      for place in (0..<Self.stride).reversed() {
        let entry = entry(end * Self.stride + place)
        if entry.key != 0 { chains[self.place(ofChain: entry.key).place].head = entry.next }
      }
    }
  }

  /// Forgets what was seen before an instant.
  mutating func expire(before instant: UInt32) {
    while first < end, seen(first) < instant { first += 1 }
    while firstBlock < first / Block.size, !blocks.isEmpty {
      blocks.removeFirst()
      firstBlock += 1
    }
  }

  /// A chain that is followed: where it goes on, and how many items with the probe were on it.
  private struct Walk {
    var probe: UInt32 = 0
    var next: UInt32 = 0
    var same: UInt32 = 0
  }

  /// The items that share keys with these probes: those that share most first, then the youngest.
  func candidates(_ probes: [UInt32], limit: Int) -> [Candidate] {
    // A number below the oldest item's belongs to one that was given up; so do all behind it.
    let lowest = UInt32(first * Self.stride)
    // All chains a step at a time, for these and their entries lie anywhere in memory: so the processor
    // fetches them side by side. Nothing is decided by a jump that has to wait for them.
    var walks = InlineArray<32, Walk>(repeating: Walk())
    var (open, steps) = (0, 0)
    for probe in probes.prefix(walks.count) {
      let (place, bits) = place(ofChain: probe)
      let chain = chains[place]
      walks[open] = Walk(probe: probe, next: chain.head)
      open += (chain.bits & bits == bits ? 1 : 0) & (chain.head > lowest ? 1 : 0)
    }
    var found: [(number: Int, shared: Int)] = []
    while open > 0, steps < Self.maxSteps {
      var kept = 0
      for place in 0..<open {
        var walk = walks[place]
        let entry = entry(Int(walk.next) - 1)
        if entry.key == walk.probe {
          walk.same += 1
          Self.note(Int(walk.next - 1) / Self.stride, &found)
        }
        walk.next = entry.next
        walks[kept] = walk
        kept += walk.next > lowest && walk.same < Self.maxOfOneKey ? 1 : 0
      }
      (open, steps) = (kept, steps + 1)
    }
    if found.count > 1 { found.sort { ($0.shared, $0.number) > ($1.shared, $1.number) } }
    return found.prefix(limit).map {
      let (block, slot) = place(of: $0.number)
      return Candidate(item: blocks[block].items[slot], shared: $0.shared)
    }
  }

  private static func note(_ number: Int, _ found: inout [(number: Int, shared: Int)]) {
    if let known = found.firstIndex(where: { $0.number == number }) {
      found[known].shared += 1
    } else {
      found.append((number, 1))
    }
  }

  // MARK: - Places

  private func place(of number: Int) -> (block: Int, slot: Int) {
    (number / Block.size - firstBlock, number % Block.size)
  }

  private func entry(_ number: Int) -> Entry {
    let perBlock = Block.size * Self.stride
    return blocks[number / perBlock - firstBlock].entries[number % perBlock]
  }

  private func seen(_ number: Int) -> UInt32 {
    let (block, slot) = place(of: number)
    return blocks[block].seen[slot]
  }

  /// The chain of a key and the key's bits there; keys, which are the smallest of many and so begin with
  /// zeros, are spread.
  private func place(ofChain key: UInt32) -> (place: Int, bits: UInt32) {
    let hash = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    let place = hash >> UInt64(64 - chains.count.trailingZeroBitCount)
    return (Int(place), 1 << UInt32(hash >> 36 & 31) | 1 << UInt32(hash >> 31 & 31))
  }

  /// Puts an item's entries at the head of their chains.
  private mutating func link(_ number: Int) {
    let (block, slot) = place(of: number)
    for place in 0..<Self.stride {
      let key = blocks[block].entries[slot * Self.stride + place].key
      guard key != 0 else { continue }
      let (chain, bits) = self.place(ofChain: key)
      blocks[block].entries[slot * Self.stride + place].next = chains[chain].head
      chains[chain].head = UInt32(number * Self.stride + place + 1)
      chains[chain].bits |= bits
    }
  }

  private mutating func makeRoom() {
    if end >= Self.maxNumber { renumber() }
    if count == maxItems { first += 1 }
    if end / Block.size - firstBlock == blocks.count { blocks.append(Block()) }
    if count * 2 > chains.count {
      makeChains(chains.count * 2)
    } else if linked > chains.count {
      // Most bits are those of items that were given up.
      makeChains(chains.count)
    }
  }

  /// Makes so many chains of the items there are; a power of two.
  private mutating func makeChains(_ count: Int) {
    chains = [Chain](repeating: Chain(), count: count)
    linked = 0
    for number in first..<end { link(number) }
  }

  private mutating func renumber() {
    var new = StoryIndex(maxItems: maxItems)
    for number in first..<end { new.add(member(number)) }
    (new.loadedRow, new.mark) = (loadedRow, mark)
    self = new
  }

  private func member(_ number: Int) -> Member {
    let (block, slot) = place(of: number)
    var keys = SIMD8<UInt32>()
    for place in 0..<Self.stride {
      keys[place] = blocks[block].entries[slot * Self.stride + place].key
    }
    return Member(item: blocks[block].items[slot], seen: seen(number), keys: keys)
  }
}

extension StoryIndex.Member {
  /// The bytes of an item in the table `story_keys`: number, seconds and seven keys, little-endian.
  static let size = 12 + 4 * StoryIndex.stride

  func write(to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(UInt64(bitPattern: item))
    bytes.appendLittleEndian(seen)
    for place in 0..<StoryIndex.stride { bytes.appendLittleEndian(keys[place]) }
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

extension [UInt8] {
  fileprivate mutating func appendLittleEndian(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
