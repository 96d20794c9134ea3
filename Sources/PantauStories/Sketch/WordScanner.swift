import CUnicode

/// A word of a text: its folded form as a hash, and what it looks like.
struct ScannedWord {
  /// Of the folded letters; the same in every process and version, for the archive keeps such hashes.
  var hash: UInt64
  /// Digits, with the full stops and commas between them.
  var isNumber: Bool
  /// Whether its first letter is a capital.
  var isCapital: Bool
  /// Whether a sentence may begin with it, so that a capital says nothing.
  var startsSentence: Bool
  /// Its place in the text's UTF-8.
  var place: Range<Int>
}

/// Cuts texts into words in one pass, with case, accents and compatibility forms folded.
///
/// Letters and digits are words of their own (`Rp2` is two), hyphens and apostrophes part words, and
/// each character of a script without spaces is one. This is coarser than the matcher's rules, and a
/// fraction of their cost; what counts here is that both sides of a comparison are cut alike.
struct WordScanner {
  private enum Kind { case none, letters, digits }

  private var kind = Kind.none
  private var hash = WordScanner.seed
  private var start = 0
  private var isCapital = false
  private var startsSentence = true

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01B3

  /// Hands over the words of a text from a place in its UTF-8 on, in its order, and their letters.
  @inline(__always)
  static func scan(
    _ text: String, from start: Int = 0,
    _ take: (ScannedWord, Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var copy = text
    copy.withUTF8 { bytes in
      scan(bytes[min(start, bytes.count)...]) { take($0, bytes[$0.place]) }
    }
  }

  /// Hands over the words of UTF-8.
  @inline(__always)
  static func scan(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ take: (ScannedWord) -> Void) {
    var scanner = WordScanner()
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let byte = bytes[at]
      if byte < 0x80 {
        let follows = at + 1 < bytes.endIndex && Self.isDigit(bytes[at + 1])
        scanner.step(byte, at, digitFollows: follows, take)
        at += 1
        if scanner.kind == .letters { at = scanner.addLetters(of: bytes, from: at) }
      } else {
        at += scanner.stepBeyondASCII(bytes[at...], take)
      }
    }
    scanner.close(at, take)
  }

  /// The hash of a word given in folded ASCII.
  static func hash(_ word: some Sequence<UInt8>) -> UInt64 {
    word.reduce(seed) { ($0 ^ UInt64($1)) &* prime }
  }

  @inline(__always)
  private mutating func step(
    _ byte: UInt8, _ at: Int, digitFollows: Bool, _ take: (ScannedWord) -> Void
  ) {
    let small = byte | 0x20
    if small &- 0x61 < 26 {
      if kind != .letters { open(.letters, at, capital: byte != small, take) }
      add(small)
    } else if Self.isDigit(byte) {
      if kind != .digits { open(.digits, at, capital: false, take) }
      add(byte)
    } else if kind == .digits, digitFollows, byte == 0x2C || byte == 0x2E {
      add(byte)
    } else {
      close(at, take)
      if Self.endsSentence(byte) { startsSentence = true }
    }
  }

  /// Takes the ASCII letters from a place on and returns the place behind them: most of most texts.
  @inline(__always)
  private mutating func addLetters(
    of bytes: Slice<UnsafeBufferPointer<UInt8>>, from start: Int
  ) -> Int {
    var (at, hash) = (start, hash)
    while at < bytes.endIndex {
      let small = bytes[at] | 0x20
      guard small &- 0x61 < 26 else { break }
      hash = (hash ^ UInt64(small)) &* Self.prime
      at += 1
    }
    self.hash = hash
    return at
  }

  /// Takes the first character and returns its length.
  @inline(never)
  private mutating func stepBeyondASCII(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ take: (ScannedWord) -> Void
  ) -> Int {
    let at = bytes.startIndex
    var (decoder, letters) = (UTF8(), bytes.prefix(4).makeIterator())
    guard case .scalarValue(let scalar) = decoder.decode(&letters) else { return 1 }
    let width = UTF8.width(scalar)
    let folded = FoldedScalar(scalar)
    guard folded.isLetter else {
      close(at, take)
      startsSentence = true
      return width
    }
    if folded.isUnspaced { close(at, take) }
    folded.forEachByte { byte in
      if kind != .letters {
        open(.letters, at, capital: scalar.properties.isUppercase, take)
      }
      add(byte)
    }
    if folded.isUnspaced { close(at + width, take) }
    return width
  }

  @inline(__always)
  private mutating func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* Self.prime }

  @inline(__always)
  private mutating func open(
    _ new: Kind, _ at: Int, capital: Bool, _ take: (ScannedWord) -> Void
  ) {
    close(at, take)
    kind = new
    start = at
    isCapital = capital
  }

  @inline(__always)
  private mutating func close(_ at: Int, _ take: (ScannedWord) -> Void) {
    guard kind != .none else { return }
    take(
      ScannedWord(
        hash: hash, isNumber: kind == .digits, isCapital: isCapital,
        startsSentence: startsSentence, place: start..<at))
    kind = .none
    hash = Self.seed
    startsSentence = false
  }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// `.`, `!`, `?`, `:`, `;`, `"`, `(` and `)`.
  private static func endsSentence(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2E, 0x21, 0x3F, 0x3A, 0x3B, 0x22, 0x28, 0x29: true
    default: false
    }
  }
}

/// A character beyond ASCII as the house folds it (DESIGN.md, "What counts as the same letter").
private struct FoldedScalar {
  private let scalar: Unicode.Scalar
  private let record: UInt32

  init(_ scalar: Unicode.Scalar) {
    self.scalar = scalar
    record = pantau_unicode_record(scalar.value)
  }

  /// Part of a script written without spaces between words.
  var isUnspaced: Bool { record & 1 << 6 != 0 }

  /// Letters, marks and digits; all else parts words.
  var isLetter: Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber,
      .format:
      true
    default: false
    }
  }

  /// Its folded bytes; none for what folding drops.
  func forEachByte(_ body: (UInt8) -> Void) {
    guard record & 1 << 8 != 0 else { return UTF8.encode(scalar)?.forEach(body) ?? () }
    let bytes = pantau_unicode_fold_bytes() + Int(record >> 15)
    for index in 0..<Int(record >> 9 & 63) { body(bytes[index]) }
  }
}
