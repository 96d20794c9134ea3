/// A text's words as they are written, told apart by whether ``StoryText`` may read them as others.
struct RoughWords {
  /// Those that stay what they are.
  private(set) var words: [UInt64] = []
  /// How many words the others may become at the most.
  private(set) var others = 0
  /// How many numbers they may be.
  private(set) var numbers = 0
  /// How many names stand within sentences, each counted once; those above what is asked for are not.
  var names: Int { different.count }

  private var different: [UInt64] = []
  private var isBehindNumber = false
  private let readAsOthers = Self.readAsOthers

  /// Reads a text from a place in its UTF-8 on.
  init(_ text: String, from start: Int = 0) {
    words.reserveCapacity(text.utf8.count / 5)
    WordScanner.scan(text, from: start) { word, _ in take(word) }
  }

  @inline(__always)
  private mutating func take(_ word: ScannedWord) {
    if word.isCapital, !word.startsSentence, names < Retelling.leastFacts,
      !different.contains(word.hash)
    {
      different.append(word.hash)
    }
    if word.isNumber || readAsOthers.contains(word.hash) {
      takeOther(word)
    } else {
      words.append(word.hash)
      isBehindNumber = false
    }
  }

  private mutating func takeOther(_ word: ScannedWord) {
    let isNumber = word.isNumber || Self.numerals.contains(word.hash)
    if isNumber {
      // `sepekan` becomes two: `7 hari`.
      others += MeasureUnits.whole(word) == nil ? 1 : 2
      numbers += 1
    } else if isBehindNumber || !Self.units.contains(word.hash) {
      others += 1
    } else {
      words.append(word.hash)
    }
    isBehindNumber = isNumber
  }

  /// What numbers are told by.
  private static let numerals = WordSet(hashes: NumberWords.changed + RomanNumerals.large)
  /// What is read as another unit behind a number, and nowhere else as another word.
  private static let units = WordSet(
    hashes: Array(Set(MeasureUnits.changed).subtracting(CalendarWords.changed)))
  /// The words that are read as others in some places, and those that these are read as.
  private static let readAsOthers = WordSet(
    hashes: NumberWords.changed + MeasureUnits.changed + MeasureUnits.canonical
      + CalendarWords.changed + RomanNumerals.changed)
}
