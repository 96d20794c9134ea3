/// What is left of an Indonesian, Malay or English word without the affixes that change with the sentence.
///
/// Coarse, for texts of one story are compared and nothing is shown: `memasang`, `dipasang` and
/// `pemasangan` are one. A prefix swallows the first letter of some stems (`men-tuntut`, `menuntut`), so
/// those letters are taken off all stems.
enum WordStem {
  private static let prefixes = [
    "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "pe", "ber", "ter", "di",
  ].map { Array($0.utf8) }
  private static let suffixes = ["nya", "kan", "an", "i", "ing", "ed", "s"].map { Array($0.utf8) }
  private static let vowels = Set("aeiou".utf8)
  private static let swallowed = Set("ptks".utf8)

  /// The hash of a word's stem.
  ///
  /// - Parameter letters: the word in small letters.
  /// - Returns: the same for words of one stem.
  static func hash(_ letters: [UInt8]) -> UInt64 {
    var stem = letters[...]
    for suffix in suffixes where stem.count >= suffix.count + 4 && stem.ends(with: suffix) {
      stem = stem.dropLast(suffix.count)
    }
    if let prefix = prefixes.first(where: { stem.count >= $0.count + 3 && stem.starts(with: $0) }) {
      stem = stem.dropFirst(prefix.count)
    }
    if stem.count > 3, let first = stem.first, swallowed.contains(first),
      vowels.contains(stem[stem.startIndex + 1])
    {
      stem = stem.dropFirst()
    }
    return WordScanner.hash(stem)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with suffix: [UInt8]) -> Bool { self.suffix(suffix.count) == suffix[...] }
}
