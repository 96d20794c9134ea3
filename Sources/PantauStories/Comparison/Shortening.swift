/// Finds what a name is short for: `BRIN` its words in full, `Jatim` is `Jawa Timur`, `Moh` is `Mohammad`.
enum Shortening {
  /// Takes out names that stand on the other side in full, and there what they are short for.
  ///
  /// - Parameters:
  ///   - mine: the names that the other side has nowhere.
  ///   - other: those of the other side.
  ///   - words: all the words among which the full form may stand, of each side.
  static func takeOut(
    _ mine: inout [StoryWord], _ other: inout [StoryWord],
    in words: (ArraySlice<StoryWord>, ArraySlice<StoryWord>)
  ) {
    let (left, right) = (spelledOut(mine, in: words.1), spelledOut(other, in: words.0))
    mine.removeAll { left.short.contains($0.hash) || right.long.contains($0.hash) }
    other.removeAll { right.short.contains($0.hash) || left.long.contains($0.hash) }
  }

  /// Takes out names in which a text spells an abbreviation that both may hold: `BPOM` and the office.
  ///
  /// - Parameters:
  ///   - names: those that the other text has nowhere.
  ///   - short: the names of both texts.
  ///   - words: the text's own words.
  static func takeOutSpelled(
    _ names: inout [StoryWord], by short: [StoryWord], in words: ArraySlice<StoryWord>
  ) {
    guard !names.isEmpty else { return }
    let long = spelledOut(
      short.filter { $0.letters.areCapitals && $0.letters.count >= 3 }, in: words
    ).long
    names.removeAll { long.contains($0.hash) }
  }

  private static func spelledOut(
    _ names: [StoryWord], in words: ArraySlice<StoryWord>
  ) -> (short: Set<UInt64>, long: Set<UInt64>) {
    var (short, long): (Set<UInt64>, Set<UInt64>) = ([], [])
    for name in names {
      guard let places = places(of: name, in: words) else { continue }
      short.insert(name.hash)
      long.formUnion(places.map { words[$0].hash })
    }
    return (short, long)
  }

  private static func places(of name: StoryWord, in words: ArraySlice<StoryWord>) -> [Int]? {
    let letters = name.letters.bytes
    guard 2...8 ~= letters.count else { return nil }
    for start in words.indices where words[start].letters.first == letters.first {
      if name.letters.areCapitals, let places = initials(letters, in: words, from: start) {
        return places
      }
      if letters.count >= 3, let end = parts(letters[...], in: words, from: start, given: 0) {
        return Array(start..<end)
      }
      if isCutName(letters), words[start].kind != .plain, words[start].letters.count > 3,
        words[start].letters.bytes.starts(with: letters)
      {
        return [start]
      }
    }
    return nil
  }

  /// First names are cut behind a consonant.
  private static func isCutName(_ letters: [UInt8]) -> Bool {
    letters.count == 3 && !"aeiou".utf8.contains(letters[2])
  }

  /// Small words between the others (`dan`, `of`) need no letter.
  private static func initials(
    _ letters: [UInt8], in words: ArraySlice<StoryWord>, from start: Int
  ) -> [Int]? {
    var places: [Int] = []
    var at = start
    for letter in letters {
      while at < words.endIndex, words[at].letters.first != letter, words[at].kind == .plain {
        at += 1
      }
      guard at < words.endIndex, words[at].letters.first == letter else { return nil }
      places.append(at)
      at += 1
    }
    return places
  }

  /// Behind the row of words that each give some of these letters, in their order.
  ///
  /// `Disdag` is `Dinas Perdagangan`. Small words between them (`dan`) need give none.
  private static func parts(
    _ letters: ArraySlice<UInt8>, in words: ArraySlice<StoryWord>, from place: Int, given: Int
  ) -> Int? {
    if letters.isEmpty { return given >= 2 ? place : nil }
    guard place < words.endIndex else { return nil }
    let word = words[place]
    if word.kind == .plain {
      guard given > 0, word.letters.count <= 3 else { return nil }
      return parts(letters, in: words, from: place + 1, given: given)
    }
    var rest = letters
    var ends: [ArraySlice<UInt8>] = []
    for letter in word.letters.bytes where rest.first == letter {
      rest = rest.dropFirst()
      ends.append(rest)
    }
    return ends.reversed().lazy.compactMap {
      parts($0, in: words, from: place + 1, given: given + 1)
    }.first
  }
}

/// The first letters of a word, small, and how many it has.
struct FirstLetters: Hashable {
  /// One a byte, the first one highest; at most eight.
  private var packed: UInt64 = 0
  /// How many letters the word has; 255 where it has more.
  private(set) var count: UInt8 = 0
  /// Whether it is written in capitals alone.
  private(set) var areCapitals = false

  init() {}

  /// Takes the bytes of a word.
  init(_ word: Slice<UnsafeBufferPointer<UInt8>>) {
    count = UInt8(clamping: word.count)
    var capitals = 0
    let first = word.prefix(8)
    for byte in first {
      packed = packed << 8 | UInt64(byte | 0x20)
      capitals &+= byte &- 0x41 < 26 ? 1 : 0
    }
    packed <<= UInt64(64 - 8 * first.count)
    areCapitals = word.count > 1 && capitals == first.count
  }

  var first: UInt8 { UInt8(truncatingIfNeeded: packed >> 56) }

  var bytes: [UInt8] {
    (0..<min(8, Int(count))).map { UInt8(truncatingIfNeeded: packed >> UInt64(56 - 8 * $0)) }
  }
}
