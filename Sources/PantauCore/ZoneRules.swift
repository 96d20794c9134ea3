public import FoundationEssentials

/// A time zone's offsets, read from its compiled file (TZif, RFC 9636).
///
/// Own code because Foundation without ICU knows no zones. Takes the 64-bit block of versions 2 to
/// 4 and, behind its last change, the rule in the footer.
public struct ZoneRules: Sendable, Hashable {
  private let changes: [Int64]
  /// The offset from each change on.
  private let offsets: [Int]
  private let first: Int
  private let footer: ZoneFooter?

  /// Reads a compiled file; nil where the bytes are none.
  public init?(tzif bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard let old = reader.header(), old.version >= 2, reader.skip(old.blockSize(timeSize: 4)),
      let header = reader.header(), header.typeCount > 0,
      bytes.count - reader.at >= header.blockSize(timeSize: 8)
    else { return nil }
    let changes = (0..<header.changeCount).map { _ in reader.integer64() }
    let indices = (0..<header.changeCount).map { _ in Int(reader.byte()) }
    let types = (0..<header.typeCount).map { _ in
      defer { _ = reader.skip(2) }
      return Int(reader.integer32())
    }
    guard indices.allSatisfy({ $0 < types.count }), types.allSatisfy({ abs($0) < 100_000 }),
      zip(changes, changes.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    _ = reader.skip(header.restSize(timeSize: 8))
    self.changes = changes
    offsets = indices.map { types[$0] }
    first = types[0]
    footer = ZoneFooter(String(decoding: bytes[reader.at...], as: UTF8.self).filter { $0 != "\n" })
  }

  /// How far local time is ahead of UTC at an instant, in seconds.
  public func secondsEast(at instant: Date) -> Int {
    let seconds = Int64(
      (Double(instant.millisecondsSince1970) / 1_000).rounded(.down))
    guard let last = changes.last, seconds < last else {
      return footer?.secondsEast(at: seconds) ?? offsets.last ?? first
    }
    // The number of changes at or before the instant, by halving.
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }
}

/// The header of a block: six counts.
private struct Header {
  let version: Int
  let utcCount: Int
  let standardCount: Int
  let leapCount: Int
  let changeCount: Int
  let typeCount: Int
  let letterCount: Int

  func blockSize(timeSize: Int) -> Int {
    changeCount * (timeSize + 1) + typeCount * 6 + restSize(timeSize: timeSize)
  }

  /// What stands behind the types: designations, leap seconds, indicators.
  func restSize(timeSize: Int) -> Int {
    letterCount + leapCount * (timeSize + 4) + standardCount + utcCount
  }
}

/// Walks through the bytes; the callers have checked how many there are.
private struct Reader {
  let bytes: [UInt8]
  var at = 0

  mutating func header() -> Header? {
    guard bytes.count - at >= 44, bytes[at...].starts(with: "TZif".utf8) else { return nil }
    let version = Int(bytes[at + 4]) - 0x30
    at += 20
    let counts = (0..<6).map { _ in Int(integer32()) }
    // No zone has had more than some hundreds of changes.
    guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
    return Header(
      version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2],
      changeCount: counts[3], typeCount: counts[4], letterCount: counts[5])
  }

  mutating func skip(_ count: Int) -> Bool {
    guard bytes.count - at >= count else { return false }
    at += count
    return true
  }

  mutating func byte() -> UInt8 {
    defer { at += 1 }
    return bytes[at]
  }

  mutating func integer32() -> Int32 {
    Int32(bitPattern: (0..<4).reduce(UInt32(0)) { value, _ in value << 8 | UInt32(byte()) })
  }

  mutating func integer64() -> Int64 {
    Int64(bitPattern: (0..<8).reduce(UInt64(0)) { value, _ in value << 8 | UInt64(byte()) })
  }
}
