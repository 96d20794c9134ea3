/// What is left of an Indonesian, Malay or English word without the affixes that change with the sentence.
///
/// Coarse, for texts of one story are compared and nothing is shown: `memasang`, `dipasang` and
/// `pemasangan` are one. A prefix swallows the first letter of some stems (`men-tuntut`, `menuntut`), so
/// those letters are taken off all stems.
enum WordStem {
  private static let prefixes = [
    "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "pe", "ber", "ter", "di",
  ].map(Affix.init)
  private static let suffixes = ["nya", "kan", "an", "i", "ing", "ed", "s"].map(Affix.init)

  /// The hash of a word's stem.
  ///
  /// - Parameter letters: the word's bytes, in letters of either case.
  /// - Returns: the same for words of one stem.
  static func hash(_ letters: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var stem = letters
    for suffix in suffixes
    where stem.count >= suffix.count + 4 && suffix.isEqual(to: stem.suffix(suffix.count)) {
      stem = stem.dropLast(suffix.count)
    }
    if let prefix = prefixes.first(where: {
      stem.count >= $0.count + 3 && $0.isEqual(to: stem.prefix($0.count))
    }) {
      stem = stem.dropFirst(prefix.count)
    }
    if stem.count > 3, isSwallowed(stem[stem.startIndex]), isVowel(stem[stem.startIndex + 1]) {
      stem = stem.dropFirst()
    }
    return WordScanner.hash(stem.lazy.map { $0 | 0x20 })
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case 0x61, 0x65, 0x69, 0x6F, 0x75: true
    default: false
    }
  }

  /// `p`, `t`, `k` and `s`.
  private static func isSwallowed(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case 0x70, 0x74, 0x6B, 0x73: true
    default: false
    }
  }
}

/// What stands before or behind a stem; its letters in one number.
private struct Affix {
  let count: Int
  private let packed: UInt32

  init(_ letters: String) {
    count = letters.utf8.count
    packed = letters.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Whether letters of either case, as many as it has, are its own.
  func isEqual(to letters: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    letters.reduce(0) { $0 << 8 | UInt32($1 | 0x20) } == packed
  }
}
