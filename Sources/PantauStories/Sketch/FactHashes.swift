/// Hashes of what a text tells: each two of its names with each of its numbers.
///
/// A text written anew shares no row of words with the one it was made from, but these. Numbers below
/// ten and years stand beside the same names in too many texts, and days of the week beside all. One
/// name with a number found four times as many items to compare, nearly all of other stories.
///
/// Each item that comes passes here, so words in small letters are only stepped over: names are words
/// with an ASCII capital within a sentence, numbers are digits, with `ribu` and the like behind them.
struct FactHashes {
  private var names: [UInt64] = []
  private var numbers: [UInt64] = []
  private var value: Double?

  /// A text has no more of either that count.
  private static let maxNames = 12
  private static let maxNumbers = 8

  /// Adds the hashes of a text's facts.
  static func add(_ text: String, to smallest: inout SmallestHashes) {
    var facts = FactHashes()
    var copy = text
    copy.withUTF8 { facts.read($0) }
    for number in facts.numbers {
      for (place, name) in facts.names.enumerated() {
        for other in facts.names[..<place] {
          smallest.offer(StorySketch.key((name &+ other) &* 0x9E37_79B9_7F4A_7C15 ^ number))
        }
      }
    }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var startsSentence = true
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      let start = at
      if Self.isDigit(byte) {
        close()
        at = takeNumber(bytes, from: at)
        startsSentence = false
      } else if Self.isLetter(byte) {
        while at < bytes.count, Self.isLetter(bytes[at]) { at += 1 }
        let isName = byte &- 0x41 < 26 && !startsSentence && at - start >= 3
        if isName || value != nil { takeWord(bytes[start..<at], isName: isName) }
        startsSentence = false
      } else {
        // As WordScanner has it: what ends a sentence, and brackets and quotes.
        startsSentence = startsSentence || byte != 0x20 && byte != 0x2C && byte != 0x2D
        at += 1
      }
    }
    close()
  }

  private mutating func takeWord(_ letters: Slice<UnsafeBufferPointer<UInt8>>, isName: Bool) {
    let hash = WordScanner.hash(letters.lazy.map { $0 | 0x20 })
    if let number = value {
      value = NumberWords.scale(hash).map { (number * $0 * 1e4).rounded() / 1e4 } ?? number
      close()
    }
    guard isName, names.count < Self.maxNames, !names.contains(hash),
      CalendarWords.kind(of: hash) == nil
    else { return }
    names.append(hash)
  }

  /// Groups of three digits are thousands, any other behind a mark is decimal; returns the place behind.
  private mutating func takeNumber(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var at = start
    var (whole, group, digits) = (0.0, 0.0, 0)
    var hasMark = false
    while at < bytes.count {
      if Self.isDigit(bytes[at]) {
        group = group * 10 + Double(bytes[at] &- 0x30)
        digits += 1
      } else if at + 1 < bytes.count, bytes[at] == 0x2C || bytes[at] == 0x2E,
        Self.isDigit(bytes[at + 1])
      {
        whole = whole * 1_000 + group
        (group, digits, hasMark) = (0, 0, true)
      } else {
        break
      }
      at += 1
    }
    var scale = 1.0
    for _ in 0..<min(digits, 15) { scale *= 10 }
    value = hasMark && digits != 3 ? whole + group / scale : whole * 1_000 + group
    return at
  }

  private mutating func close() {
    guard let number = value else { return }
    value = nil
    let isPlain = number == number.rounded() && (number < 10 || 1900...2100 ~= number)
    guard !isPlain, numbers.count < Self.maxNumbers, !numbers.contains(number.bitPattern) else {
      return
    }
    numbers.append(number.bitPattern)
  }

  /// ASCII letters, and all bytes of other letters.
  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
