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

  private var heads: [UInt32] = []
  /// Two bits of each key that the chains hold, 32 a chain: most keys that are looked for are in none,
  /// and a step along a chain waits for memory.
  private var filter: [UInt64] = []
  /// How many items were linked since chains and filter were made.
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
    var count = heads.count
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
        if entry.key != 0 { heads[bucket(entry.key)] = entry.next }
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
  private struct Chain {
    var probe: UInt32
    var next: UInt32
    var same: UInt32 = 0
  }

  /// The items that share keys with these probes: those that share most first, then the youngest.
  func candidates(_ probes: [UInt32], limit: Int) -> [Candidate] {
    // A number below the oldest item's belongs to one that was given up; so do all behind it.
    let lowest = UInt32(first * Self.stride)
    // All chains a step at a time, for their entries, and the filter's bits, lie anywhere in memory: so
    // the processor fetches them side by side. Nothing is decided by a jump that has to wait for them.
    var chains = [Chain](repeating: Chain(probe: 0, next: 0), count: probes.count)
    var (held, open, steps) = (0, 0, 0)
    for probe in probes {
      chains[held].probe = probe
      held += probe != 0 && mayHold(probe) ? 1 : 0
    }
    for place in 0..<held {
      let probe = chains[place].probe
      chains[open] = Chain(probe: probe, next: heads[bucket(probe)])
      open += chains[open].next > lowest ? 1 : 0
    }
    var found: [(number: Int, shared: Int)] = []
    while open > 0, steps < Self.maxSteps {
      var kept = 0
      for place in 0..<open {
        var chain = chains[place]
        let entry = entry(Int(chain.next) - 1)
        if entry.key == chain.probe {
          chain.same += 1
          Self.note(Int(chain.next - 1) / Self.stride, &found)
        }
        chain.next = entry.next
        chains[kept] = chain
        kept += chain.next > lowest && chain.same < Self.maxOfOneKey ? 1 : 0
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

  /// Spreads keys, which are the smallest of many and so begin with zeros, over the buckets.
  private func bucket(_ key: UInt32) -> Int {
    Int((key &* 0x9E37_79B1) >> UInt32(32 - heads.count.trailingZeroBitCount))
  }

  /// False where no chain holds a key; of those that none holds it is so for 96 in 100 or more.
  private func mayHold(_ key: UInt32) -> Bool {
    let (word, bits) = filterBits(key)
    return filter[word] & bits == bits
  }

  /// A key's bits, which stand in one word.
  private func filterBits(_ key: UInt32) -> (word: Int, bits: UInt64) {
    let hash = UInt64(key) &* 0x9E37_79B9_7F4A_7C15
    let word = hash >> UInt64(64 - filter.count.trailingZeroBitCount)
    return (Int(word), 1 << (hash >> 36 & 63) | 1 << (hash >> 30 & 63))
  }

  /// Puts an item's entries at the head of their chains.
  private mutating func link(_ number: Int) {
    let (block, slot) = place(of: number)
    for place in 0..<Self.stride {
      let key = blocks[block].entries[slot * Self.stride + place].key
      guard key != 0 else { continue }
      let bucket = bucket(key)
      blocks[block].entries[slot * Self.stride + place].next = heads[bucket]
      heads[bucket] = UInt32(number * Self.stride + place + 1)
      let (word, bits) = filterBits(key)
      filter[word] |= bits
    }
  }

  private mutating func makeRoom() {
    if end >= Self.maxNumber { renumber() }
    if count == maxItems { first += 1 }
    if end / Block.size - firstBlock == blocks.count { blocks.append(Block()) }
    if count * 2 > heads.count {
      makeChains(heads.count * 2)
    } else if linked > heads.count {
      // Most bits are those of items that were given up.
      makeChains(heads.count)
    }
  }

  /// Makes so many chains of the items there are; a power of two.
  private mutating func makeChains(_ count: Int) {
    heads = [UInt32](repeating: 0, count: count)
    filter = [UInt64](repeating: 0, count: count / 2)
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
