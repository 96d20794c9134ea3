/// Looking ahead in a body as it is encoded, so that it need not be decoded for that.
extension BodyDecoder {
  /// Whether ASCII text stands in what is not decoded yet.
  enum Presence {
    case absent, present
    /// The bytes are there, but may mean other characters.
    case unsure
  }

  /// How much is looked through between two reports.
  private static let stepBytes = 1 << 19

  /// Looks for ASCII text behind what is decoded; letters are compared without regard to case.
  ///
  /// ASCII stands for itself in all encodings that are read, with zero bytes in UTF-16 and UTF-32; in
  /// ISO-2022-JP its bytes are those of other characters as well.
  ///
  /// - Parameters:
  ///   - text: what to look for.
  ///   - rarest: which of its bytes is the rarest.
  ///   - didRead: told how much was looked through.
  /// - Returns: what is known of it.
  func find(_ text: StaticString, rarest: Int, _ didRead: (Int) -> Void) -> Presence {
    let (width, place) = unitForm
    let byte = text.utf8Start[rarest]
    // What is decoded may end within the text.
    var from = max(offset - (text.utf8CodeUnitCount - 1) * width, 0)
    while from < source.count {
      let end = min(from + Self.stepBytes, source.count)
      while let hit = source.next(byte, from: from, to: end) {
        let start = hit - place - rarest * width
        if start >= 0, start % width == 0, holds(text, at: start, width, place) {
          return encoding == .iso2022Jp ? .unsure : .present
        }
        from = hit + 1
      }
      didRead(end)
      from = end
    }
    return .absent
  }

  /// How many bytes an ASCII character has, and which of them is not zero.
  private var unitForm: (width: Int, place: Int) {
    switch encoding {
    case .utf16le: (2, 0)
    case .utf16be: (2, 1)
    case .utf32le: (4, 0)
    case .utf32be: (4, 3)
    default: (1, 0)
    }
  }

  private func holds(_ text: StaticString, at start: Int, _ width: Int, _ place: Int) -> Bool {
    guard width > 1 else { return source.holds(text, at: start) }
    let count = text.utf8CodeUnitCount * width
    guard start + count <= source.count else { return false }
    return (0..<count).allSatisfy { index in
      let byte = source[start + index]
      guard index % width == place else { return byte == 0 }
      let letter = text.utf8Start[index / width]
      return byte == letter || byte | 0x20 == letter && (0x61...0x7A).contains(letter)
    }
  }
}
