/// The Word_Break property (UAX #29, table 3), numbered as in `scripts/generate-unicode`.
enum WordBreakClass: UInt8 {
  case other, cr, lf, newline, extend, zwj, format, regionalIndicator, katakana, hebrewLetter
  case aLetter, singleQuote, doubleQuote, midNumLet, midLetter, midNum, numeric, extendNumLet
  case wSegSpace

  /// AHLetter of the rules.
  var isLetter: Bool { self == .aLetter || self == .hebrewLetter }
  /// What rule WB4 looks through.
  var isTransparent: Bool { self == .extend || self == .format || self == .zwj }
  /// What rules WB3a and WB3b break around.
  var isNewline: Bool { self == .cr || self == .lf || self == .newline }
  /// MidNumLetQ of the rules.
  var isMidNumLetQ: Bool { self == .midNumLet || self == .singleQuote }
}

/// Where words begin and end by UAX #29, on any sequence of classes.
///
/// The departures of the query language are made by whoever assigns the classes (`FoldedText`), so
/// the rules here are Unicode's own and pass its WordBreakTest.txt.
struct WordBreaks {
  /// One character as the rules see it.
  struct Unit {
    var wordBreak: WordBreakClass
    var isPictographic: Bool
  }

  private let units: [Unit]

  init(_ units: [Unit]) {
    self.units = units
  }

  /// The indexes before which the rules break, the first and the end left out.
  func boundaries() -> [Int] {
    var found: [Int] = []
    var state = State()
    for index in units.indices {
      if index > 0 && breaks(before: index, state) { found.append(index) }
      state.pass(units[index].wordBreak, before: index > 0 ? units[index - 1].wordBreak : nil)
    }
    return found
  }

  /// What the rules remember: the last two characters that are not looked through.
  private struct State {
    var last: WordBreakClass?
    var lastButOne: WordBreakClass?
    var regionalIndicators = 0

    mutating func pass(_ class: WordBreakClass, before: WordBreakClass?) {
      // WB4: a mark belongs to what stands before it, unless that is nothing or a line's end.
      if `class`.isTransparent, let before, !before.isNewline { return }
      lastButOne = last
      last = `class`
      regionalIndicators = `class` == .regionalIndicator ? regionalIndicators + 1 : 0
    }
  }

  private func breaks(before index: Int, _ state: State) -> Bool {
    let next = units[index].wordBreak
    let before = units[index - 1].wordBreak
    if before == .cr && next == .lf { return false }  // WB3
    if before.isNewline || next.isNewline { return true }  // WB3a, WB3b
    if before == .zwj && units[index].isPictographic { return false }  // WB3c
    if before == .wSegSpace && next == .wSegSpace { return false }  // WB3d
    if next.isTransparent { return false }  // WB4
    guard let last = state.last else { return true }
    if joinsLetters(last, next, state, index) || joinsNumbers(last, next, state, index) {
      return false
    }
    return !joinsRuns(last, next, state)
  }

  /// WB5 to WB7c.
  private func joinsLetters(
    _ last: WordBreakClass, _ next: WordBreakClass, _ state: State, _ index: Int
  ) -> Bool {
    if last.isLetter && next.isLetter { return true }  // WB5
    if last.isLetter && (next == .midLetter || next.isMidNumLetQ)
      && follows(index)?.isLetter == true
    {
      return true  // WB6
    }
    if next.isLetter && (last == .midLetter || last.isMidNumLetQ)
      && state.lastButOne?.isLetter == true
    {
      return true  // WB7
    }
    if last == .hebrewLetter && next == .singleQuote { return true }  // WB7a
    if last == .hebrewLetter && next == .doubleQuote && follows(index) == .hebrewLetter {
      return true  // WB7b
    }
    return last == .doubleQuote && next == .hebrewLetter && state.lastButOne == .hebrewLetter
  }

  /// WB8 to WB12.
  private func joinsNumbers(
    _ last: WordBreakClass, _ next: WordBreakClass, _ state: State, _ index: Int
  ) -> Bool {
    if last == .numeric && (next == .numeric || next.isLetter) { return true }  // WB8, WB10
    if last.isLetter && next == .numeric { return true }  // WB9
    if next == .numeric && (last == .midNum || last.isMidNumLetQ) && state.lastButOne == .numeric {
      return true  // WB11
    }
    return last == .numeric && (next == .midNum || next.isMidNumLetQ) && follows(index) == .numeric
  }

  /// WB13 to WB16.
  private func joinsRuns(_ last: WordBreakClass, _ next: WordBreakClass, _ state: State) -> Bool {
    if last == .katakana && next == .katakana { return true }  // WB13
    let lastIsWord = last.isLetter || last == .numeric || last == .katakana
    if next == .extendNumLet && (lastIsWord || last == .extendNumLet) { return true }  // WB13a
    if last == .extendNumLet && (next.isLetter || next == .numeric || next == .katakana) {
      return true  // WB13b
    }
    return last == .regionalIndicator && next == .regionalIndicator
      && !state.regionalIndicators.isMultiple(of: 2)  // WB15, WB16
  }

  /// The class of the next character that is not looked through.
  private func follows(_ index: Int) -> WordBreakClass? {
    var index = index + 1
    while index < units.count {
      if !units[index].wordBreak.isTransparent { return units[index].wordBreak }
      index += 1
    }
    return nil
  }
}
