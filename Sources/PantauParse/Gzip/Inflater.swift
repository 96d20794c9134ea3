/// Unpacks deflated data (RFC 1951) up to a ceiling.
///
/// Own code, for zlib would be one more library to build with, and this is only wanted for bodies that
/// a server sends as files: parts of sitemaps named `.xml.gz`. What HTTP packs, libcurl unpacks.
struct Inflater {
  /// How the data ended.
  enum End {
    /// With its last block.
    case complete
    /// At the ceiling.
    case tooLong
    /// Cut off, or not as RFC 1951 has it.
    case damaged
  }

  private var bits: BitReader
  private let limit: Int
  /// What was unpacked so far.
  private(set) var output: [UInt8] = []

  /// Begins at an offset; `limit` is the most bytes that come out.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int) {
    bits = BitReader(bytes, from: start)
    self.limit = limit
    output.reserveCapacity(min(limit, bytes.count * 4))
  }

  /// The offset of the byte behind the data.
  var offset: Int { bits.offset }

  /// Each block may bring its own codes, which take some microseconds to prepare; files have one block
  /// for some ten thousand bytes.
  private static let maxBlocks = 10_000

  /// Unpacks all blocks.
  mutating func run() -> End {
    for _ in 0..<Self.maxBlocks {
      guard let isLast = bits.take(1), let kind = bits.take(2) else { return .damaged }
      let end: End
      switch kind {
      case 0: end = copyStored()
      case 1: end = unpack(Self.fixedLiterals, Self.fixedDistances)
      case 2: end = unpackDynamic()
      default: return .damaged
      }
      if end != .complete || isLast == 1 { return end }
    }
    return .damaged
  }

  private mutating func copyStored() -> End {
    bits.alignToByte()
    guard let length = bits.take(16), let check = bits.take(16), length == ~check & 0xFFFF else {
      return .damaged
    }
    for _ in 0..<length {
      guard let byte = bits.take(8) else { return .damaged }
      guard output.count < limit else { return .tooLong }
      output.append(UInt8(byte))
    }
    return .complete
  }

  private mutating func unpack(_ literals: HuffmanTable?, _ distances: HuffmanTable?) -> End {
    guard let literals, let distances else { return .damaged }
    while let symbol = literals.read(&bits) {
      switch symbol {
      case 0..<256:
        guard output.count < limit else { return .tooLong }
        output.append(UInt8(symbol))
      case 256: return .complete
      default:
        let end = copy(symbol - 257, distances)
        if end != .complete { return end }
      }
    }
    return .damaged
  }

  /// Repeats bytes that were written before.
  private mutating func copy(_ lengthCode: Int, _ distances: HuffmanTable) -> End {
    guard lengthCode < Self.lengths.count,
      let more = bits.take(Self.lengths[lengthCode].bits), let code = distances.read(&bits),
      code < Self.distances.count, let further = bits.take(Self.distances[code].bits)
    else { return .damaged }
    let length = Self.lengths[lengthCode].base + more
    let distance = Self.distances[code].base + further
    guard distance <= output.count else { return .damaged }
    guard output.count + length <= limit else { return .tooLong }
    for _ in 0..<length { output.append(output[output.count - distance]) }
    return .complete
  }

  /// A block that brings its codes along (section 3.2.7).
  private mutating func unpackDynamic() -> End {
    guard let literalCount = bits.take(5), let distanceCount = bits.take(5),
      let lengthCount = bits.take(4)
    else { return .damaged }
    var ofLengths = [UInt8](repeating: 0, count: 19)
    for place in Self.lengthOrder.prefix(lengthCount + 4) {
      guard let length = bits.take(3) else { return .damaged }
      ofLengths[place] = UInt8(length)
    }
    let total = literalCount + 257 + distanceCount + 1
    guard let table = HuffmanTable(lengths: ofLengths), let lengths = readLengths(total, table)
    else { return .damaged }
    return unpack(
      HuffmanTable(lengths: lengths.prefix(literalCount + 257)),
      HuffmanTable(lengths: lengths.dropFirst(literalCount + 257)))
  }

  private mutating func readLengths(_ total: Int, _ table: HuffmanTable) -> [UInt8]? {
    var lengths: [UInt8] = []
    while lengths.count < total {
      guard let symbol = table.read(&bits) else { return nil }
      let (value, count): (UInt8, Int?)
      switch symbol {
      case 0...15: (value, count) = (UInt8(symbol), 1)
      case 16:
        guard let last = lengths.last else { return nil }
        (value, count) = (last, bits.take(2).map { $0 + 3 })
      case 17: (value, count) = (0, bits.take(3).map { $0 + 3 })
      default: (value, count) = (0, bits.take(7).map { $0 + 11 })
      }
      guard let count, lengths.count + count <= total else { return nil }
      lengths.append(contentsOf: repeatElement(value, count: count))
    }
    return lengths
  }

  // MARK: Tables of RFC 1951, sections 3.2.5 to 3.2.7

  private static let lengths: [(base: Int, bits: Int)] =
    zip(
      [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131,
        163, 195, 227, 258,
      ],
      [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
    ).map { (base: $0, bits: $1) }

  private static let distances: [(base: Int, bits: Int)] = (0..<30).map { code in
    let bits = max(0, code / 2 - 1)
    return (base: code < 4 ? code + 1 : (2 + code % 2) << bits + 1, bits: bits)
  }

  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  private static let fixedLiterals = HuffmanTable(
    lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = HuffmanTable(lengths: [UInt8](repeating: 5, count: 30))
}
