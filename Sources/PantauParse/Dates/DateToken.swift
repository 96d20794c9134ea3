/// A piece of a date's text: a number, a word or a sign.
struct DateToken {
  enum Kind: UInt8 {
    case number
    case word
    /// One character of punctuation, in `sign`.
    case sign
  }

  var kind: Kind
  /// The punctuation; 0 for numbers and words.
  var sign: UInt8 = 0
  /// How many digits or letters.
  var length: UInt8 = 0
  /// Whether white space stands before it.
  var isAfterSpace: Bool
  /// Whether a comma stands right before it.
  var isAfterComma = false
  /// The value of a number; the key of a word (``DateWords/key(of:)``).
  var value: UInt64 = 0

  func isSign(_ character: Unicode.Scalar) -> Bool {
    kind == .sign && UInt32(sign) == character.value
  }
}

/// The text of a date, cut into tokens once, without an allocation.
///
/// Latin letters lose their accents and their case, Cyrillic ones their case. White space, no-break
/// spaces and commas only part tokens. East Asian date letters (年 月 日) become the signs they stand for.
struct DateTokens {
  /// More tokens than any date has; a text with more is none.
  static let limit = 32

  private var storage: InlineArray<32, DateToken>
  private(set) var count = 0

  /// Cuts a text; nil where it has too many pieces, or a number of more than 17 digits.
  init?(_ text: UnsafeBufferPointer<UInt8>, skippingComments: Bool) {
    storage = InlineArray(repeating: DateToken(kind: .sign, isAfterSpace: false))
    var index = 0
    var isAfterSpace = false
    var isAfterComma = false
    var depth = 0
    while index < text.count {
      let start = index
      let scalar = DateTokens.scalar(text, &index)
      if skippingComments, scalar == 0x28 || scalar == 0x29 {
        depth = max(0, depth + (scalar == 0x28 ? 1 : -1))
        isAfterSpace = true
        continue
      }
      if depth > 0 { continue }
      if DateTokens.isSeparator(scalar) {
        isAfterSpace = true
        isAfterComma = scalar == 0x2C
        continue
      }
      var token: DateToken?
      if (0x30...0x39).contains(scalar) {
        index = start
        token = DateTokens.number(text, &index)
        if token == nil { return nil }
      } else if let letter = DateWords.letter(scalar) {
        token = DateTokens.word(text, &index, first: letter)
      } else {
        token = DateToken(
          kind: .sign, sign: DateTokens.sign(scalar), isAfterSpace: isAfterSpace)
      }
      guard var token, count < DateTokens.limit else { return nil }
      token.isAfterSpace = isAfterSpace
      token.isAfterComma = isAfterComma
      (isAfterSpace, isAfterComma) = (false, false)
      storage[count] = token
      count += 1
    }
  }

  subscript(index: Int) -> DateToken {
    guard index >= 0, index < count else { return DateToken(kind: .sign, isAfterSpace: true) }
    return storage[index]
  }

  private static func number(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> DateToken? {
    var value: UInt64 = 0
    var length: UInt8 = 0
    while index < text.count, text[index] &- 0x30 < 10 {
      // Long fractions of a second keep their first digits.
      if length < 17 {
        value = value * 10 + UInt64(text[index] - 0x30)
        length += 1
      } else if index - Int(length) > 40 {
        return nil
      }
      index += 1
    }
    return DateToken(kind: .number, length: length, isAfterSpace: false, value: value)
  }

  private static func word(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, first: UInt8
  ) -> DateToken {
    var key = UInt64(first)
    var length = 1
    while index < text.count {
      let start = index
      let scalar = scalar(text, &index)
      // "Jum'at", "Jum’at"
      if scalar == 0x27 || scalar == 0x2019 { continue }
      guard let letter = DateWords.letter(scalar) else {
        index = start
        break
      }
      if length < 8 { key |= UInt64(letter) << UInt64(length * 8) }
      length += 1
    }
    return DateToken(
      kind: .word, length: UInt8(min(length, 255)), isAfterSpace: false, value: key)
  }

  private static func isSeparator(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x20, 0x2C, 0x7F, 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028...0x202F, 0x205F, 0x2060,
      0x3000, 0xFEFF, 0x60C, 0xFF0C:
      true
    default: false
    }
  }

  private static func sign(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x5E74, 0x6708, 0xB144, 0xC6D4: 0x2D  // 年 月 년 월
    case 0x6642, 0x65F6, 0x5206, 0xC2DC, 0xBD84, 0xFF1A: 0x3A  // 時 时 分 시 분 ：
    case 0x65E5, 0x53F7, 0xC77C, 0x79D2, 0xCD08: 0x7C  // 日 号 일 秒 초
    case 0x2010, 0x2011: 0x2D
    case 0x2212: 0x2D
    case 0x2013, 0x2014, 0x2022, 0xB7: 0x7C
    case 0x21...0x7E: UInt8(scalar)
    default: 0x7C
    }
  }

  /// The character at `index`, which moves on; U+FFFD for what is no UTF-8.
  private static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32 {
    let first = text[index]
    index += 1
    guard first >= 0xC2 else { return first < 0x80 ? UInt32(first) : 0xFFFD }
    let more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
    var value = UInt32(first) & (more == 1 ? 0x1F : more == 2 ? 0x0F : 0x07)
    for _ in 0..<more {
      guard index < text.count, text[index] & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(text[index] & 0x3F)
      index += 1
    }
    return value
  }
}
