import CUnicode

/// Hashes of what a text tells: each two names that stand side by side, with each of its numbers.
///
/// A text written anew shares no row of words with the one it was made from, but these: persons and
/// offices keep their names whole. Numbers below ten and years stand beside the same names in too many
/// texts, and days of the week beside all. One name with a number found four times as many items to
/// compare, nearly all of other stories; any two of a text's names are so many that copies of which a
/// third is left out share none of the smallest hashes.
///
/// Each item that comes passes here, so small letters are stepped over sixteen at a time: names are
/// words with an ASCII capital within a sentence, numbers are digits, with `ribu` and the like behind
/// them.
struct FactHashes {
  /// Of two names side by side each.
  private var names: [UInt64] = []
  /// The name read last, and the place behind it.
  private var previous: (hash: UInt64, end: Int)?
  private var numbers: [UInt64] = []
  private var quotes: [UInt64] = []

  /// A text has no more of either that count.
  private static let maxNames = 12
  private static let maxNumbers = 8
  private static let maxQuotes = 4

  /// Adds the hashes of a text's facts, and those of what it quotes.
  static func add(
    _ text: String, to smallest: inout SmallestHashes, quotes: inout SmallestHashes
  ) {
    var facts = FactHashes()
    var copy = text
    copy.withUTF8 { facts.read($0[...]) }
    for quote in facts.quotes { quotes.offer(StorySketch.key(quote)) }
    for number in facts.numbers {
      for names in facts.names { smallest.offer(StorySketch.key(names ^ number)) }
    }
  }

  private mutating func read(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    var startsSentence = true
    var at = 0
    while at < bytes.endIndex, names.count < Self.maxNames || numbers.count < Self.maxNumbers {
      let next = Self.plainEnd(bytes[at...])
      if bytes[at..<next].contains(where: Self.isLetter) { startsSentence = false }
      guard next < bytes.endIndex else { return }
      at = next
      let byte = bytes[at]
      let mark = Quotation.markLength(bytes, at: at)
      if mark > 0 {
        if quotes.count < Self.maxQuotes, let quote = Quotation.hash(bytes[(at + mark)...]) {
          quotes.append(quote)
        }
        startsSentence = true
        at += mark
      } else if Self.isDigit(byte) {
        at = takeNumber(bytes[at...])
        startsSentence = false
      } else if Self.isLetter(byte) {
        let isWithinWord = at > 0 && Self.isLetter(bytes[at - 1])
        let end = Self.wordEnd(bytes[at...])
        if !isWithinWord, byte < 0x80, end - at >= 3 {
          takeName(bytes[at..<end], startsSentence: startsSentence)
        }
        startsSentence = false
        at = end
      } else {
        // As WordScanner has it: what ends a sentence, and brackets and quotes.
        startsSentence = startsSentence || byte != 0x2C && byte != 0x2D
        at += 1
      }
    }
  }

  /// Takes a word with a capital; the one that a sentence begins with is a name where another follows.
  private mutating func takeName(
    _ letters: Slice<UnsafeBufferPointer<UInt8>>, startsSentence: Bool
  ) {
    let hash = WordScanner.hash(letters.lazy.map { $0 | 0x20 })
    let kind = CalendarWords.kind(of: hash)
    guard kind == nil || kind == .region else { return }
    if !startsSentence, let previous, previous.end + 1 == letters.startIndex,
      letters.base[previous.end] == 0x20, names.count < Self.maxNames
    {
      // Odd factors, so that names in another order are others.
      let both = (previous.hash &* 3 &+ hash &* 5) &* 0x9E37_79B9_7F4A_7C15
      if !names.contains(both) { names.append(both) }
    }
    previous = (hash, letters.endIndex)
  }

  /// Takes the number that a text begins with, and the word behind it where that multiplies it.
  ///
  /// - Returns: the place behind its digits.
  private mutating func takeNumber(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var end = text.startIndex
    while end < text.endIndex {
      let isMark = text[end] == 0x2C || text[end] == 0x2E
      guard Self.isDigit(text[isMark && end + 1 < text.endIndex ? end + 1 : end]) else { break }
      end += 1
    }
    let digits = text[..<end]
    var number = NumberWords.value(of: digits)
    if let word = text[end...].firstIndex(where: { Self.isLetter($0) || Self.isDigit($0) }) {
      let letters = text[word..<Self.wordEnd(text[word...])]
      let scale = NumberWords.scale(WordScanner.hash(letters.lazy.map { $0 | 0x20 }))
      if let scale {
        if NumberWords.isScaledDecimal(digits) { number /= 1_000 }
        number = (number * scale * 1e4).rounded() / 1e4
      }
    }
    let isPlain = number == number.rounded() && (number < 10 || 1900...2100 ~= number)
    if !isPlain, numbers.count < Self.maxNumbers, !numbers.contains(number.bitPattern) {
      numbers.append(number.bitPattern)
    }
    return end
  }

  /// The place of the first byte that is neither a small letter nor a space.
  private static func plainEnd(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    let bytes = UnsafeBufferPointer(rebasing: text)
    return text.startIndex + pantau_ascii_plain_count(bytes.baseAddress, bytes.count)
  }

  private static func wordEnd(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    text.firstIndex { !isLetter($0) } ?? text.endIndex
  }

  /// ASCII letters, and all bytes of other letters.
  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
