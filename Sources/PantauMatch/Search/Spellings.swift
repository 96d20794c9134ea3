import PantauCore

/// The words that stems are made of, as the archive lists them.
///
/// In small letters and with their accents, for a stem is made of the word as it is written. Words
/// with digits, of scripts without spaces, and very long ones are left out, and so is a stem that could be
/// of such a word.
enum Spellings {
  /// Longer words are not listed.
  static let maxBytes = 60
  /// What an ending or a beginning takes off a word is not longer than the rest of that.
  static let maxStemBytes = 40

  /// Gives the words of a text that may not be listed yet.
  static func add(_ text: FoldedText, _ filter: inout SeenWords, to new: inout [String]) {
    let (words, hashes, bytes) = (text.words.base, text.hashes.base, text.bytes.base)
    for segment in text.segments {
      let isPlain = segment.firstCheckpoint == segment.endCheckpoint
      for index in segment.firstWord..<segment.endWord {
        let range = Int(words[index].start)..<Int(words[index].end)
        let word = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
        guard range.count <= maxBytes, !word.contains(where: ASCII.isDigit) else { continue }
        if word.allSatisfy({ $0 < 0x80 }) {
          if isPlain || text.original(range, in: segment).utf8.allSatisfy({ $0 < 0x80 }) {
            if filter.isNew(hashes[index]) { new.append(String(decoding: word, as: UTF8.self)) }
            continue
          }
        } else if hasUnspaced(word) {
          continue
        }
        let spelled = String(text.original(range, in: segment)).lowercased()
        if spelled.utf8.count <= maxBytes, filter.isNew(hash(spelled)) { new.append(spelled) }
      }
    }
  }

  /// Whether all words of a stem are listed.
  static func areListed(_ stem: some Collection<UInt8>) -> Bool {
    guard stem.count <= maxStemBytes, !stem.contains(where: ASCII.isDigit) else { return false }
    // Readers of UTF-8 may look at the bytes past the last one.
    return (Array(stem) + [0, 0, 0, 0]).withUnsafeBufferPointer {
      !hasUnspaced(UnsafeBufferPointer(rebasing: $0.dropLast(4)))
    }
  }

  private static func hasUnspaced(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = word.baseAddress else { return false }
    var at = 0
    while at < word.count {
      guard base[at] >= 0x80 else {
        at += 1
        continue
      }
      let (scalar, width) = UTF8Scalar.decode(base + at)
      let record = UnicodeRecord(scalar)
      if record.isUnspaced || record.wordBreak == .katakana { return true }
      at += width
    }
    return false
  }

  private static func hash(_ word: String) -> UInt64 {
    word.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
