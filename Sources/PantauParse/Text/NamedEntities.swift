/// HTML's named character references (WHATWG HTML, section 13.5): all 2,231, of which 106 are
/// read without their semicolon as well.
///
/// Flat tables in the program's read-only data; nothing is built at start-up or on first use.
enum NamedEntities {
  /// The longest name that HTML reads without a semicolon, as in `&frac12`.
  static let maxLegacyLength = 6
  /// The longest name of all, `CounterClockwiseContourIntegral`.
  static let maxLength = 31

  /// The characters in UTF-8 that a name (without `&` and `;`) stands for; nil where HTML has none.
  static func utf8(of name: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let index = index(of: name) else { return nil }
    return Array(value(at: index))
  }

  /// The place of a name in the table; names are case-sensitive.
  static func index(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    guard name.count >= 2, name.count <= maxLength, let letter = name.first,
      letter >= UInt8(ascii: "A"), letter <= UInt8(ascii: "z")
    else { return nil }
    let bucket = Int(letter - UInt8(ascii: "A"))
    var low = Int(NamedEntityTable.firstIndices[bucket])
    var high = Int(NamedEntityTable.firstIndices[bucket + 1])
    while low < high {
      let middle = (low + high) / 2
      let order = compare(name, self.name(at: middle))
      if order == 0 { return middle }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// What the name at a place of the table stands for, in UTF-8: one or two characters.
  static func value(at index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(NamedEntityTable.valueStarts[index] & 0x7FFF)
    let end = Int(NamedEntityTable.valueStarts[index + 1] & 0x7FFF)
    return UnsafeBufferPointer(
      start: NamedEntityTable.values.utf8Start + start, count: end - start)
  }

  /// Whether HTML reads the name at a place of the table without a semicolon as well.
  static func isLegacy(at index: Int) -> Bool {
    NamedEntityTable.valueStarts[index] & 0x8000 != 0
  }

  /// The name at a place of the table.
  static func name(at index: Int) -> UnsafeBufferPointer<UInt8> {
    let start = Int(NamedEntityTable.nameStarts[index])
    let end = Int(NamedEntityTable.nameStarts[index + 1])
    return UnsafeBufferPointer(start: NamedEntityTable.names.utf8Start + start, count: end - start)
  }

  /// How many names the table has, each counted once.
  static var count: Int { NamedEntityTable.nameStarts.count - 1 }

  private static func compare(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Int {
    for offset in 0..<min(left.count, right.count) where left[offset] != right[offset] {
      return Int(left[offset]) - Int(right[offset])
    }
    return left.count - right.count
  }
}
