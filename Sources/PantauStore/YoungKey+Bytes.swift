import PantauCore

extension YoungKey {
  /// How many bytes a key has in `young_keys` and `key_runs`.
  static let size = PackedKey.size

  /// Adds the key's words; see ``PackedKey``.
  func write(to words: inout [UInt64]) {
    let aliases = keys.aliases
    let parts: UInt64 =
      (hasIdentity ? 1 : 0) | (aliases.link == nil ? 0 : 2) | (aliases.text == nil ? 0 : 4)
      | (aliases.path == nil ? 0 : 8)
    words.append(UInt64(bitPattern: feed))
    words.append(UInt64(bitPattern: item))
    words.append(UInt64(UInt32(bitPattern: day)) | parts << 32)
    words.append(keys.identity.high)
    words.append(keys.identity.low)
    words.append(UInt64(bitPattern: keys.link))
    words.append(UInt64(bitPattern: keys.title))
    words.append(UInt64(bitPattern: keys.text))
    func append(_ alias: Key128?) {
      words.append(alias?.high ?? 0)
      words.append(alias?.low ?? 0)
    }
    append(aliases.link)
    append(aliases.text)
    append(aliases.path)
  }

  /// Reads what ``write(to:)`` wrote; a rest that is no whole key is left out.
  static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Self) -> Void) {
    PackedKey.forEach(in: bytes) { body($0.key) }
  }
}

/// A key where it lies among others.
///
/// Words of 64 bits, little-endian: feed, item, day and which parts there are, identity, the hashes of
/// link, title and text, and the aliases link, text and path.
struct PackedKey {
  private let bytes: UnsafeRawBufferPointer
  private let start: Int

  private static let words = 14
  static let size = 8 * words

  /// Hands over all whole keys, in order.
  static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Self) -> Void) {
    for start in stride(from: 0, to: bytes.count - size + 1, by: size) {
      body(Self(bytes: bytes, start: start))
    }
  }

  var item: Int64 { number(1) }
  var day: Int32 { Int32(truncatingIfNeeded: word(2)) }
  private var parts: UInt64 { word(2) >> 32 }

  /// The identity, where there is one, and the aliases.
  func forEachKey(_ body: (Key128) -> Void) {
    if parts & 1 != 0 { body(key(at: 3)) }
    for place in 0..<3 {
      if let alias = alias(place) { body(alias) }
    }
  }

  /// All of it.
  var key: YoungKey {
    var keys = ItemKeys(identity: key(at: 3), link: number(5), title: number(6), text: number(7))
    keys.aliases = ItemAliases(link: alias(0), text: alias(1), path: alias(2))
    return YoungKey(
      feed: number(0), item: item, day: day, hasIdentity: parts & 1 != 0, keys: keys)
  }

  private func alias(_ place: Int) -> Key128? {
    parts & 2 << UInt64(place) == 0 ? nil : key(at: 8 + 2 * place)
  }

  private func key(at place: Int) -> Key128 { Key128(high: word(place), low: word(place + 1)) }

  private func number(_ place: Int) -> Int64 { Int64(bitPattern: word(place)) }

  private func word(_ place: Int) -> UInt64 {
    UInt64(
      littleEndian: bytes.loadUnaligned(fromByteOffset: start + 8 * place, as: UInt64.self))
  }
}
