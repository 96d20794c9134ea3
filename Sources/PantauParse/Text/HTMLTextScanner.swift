/// The pass over HTML source that ``HTMLText`` makes.
///
/// Every loop moves on, and each search that can fail is made once: a source of nothing but openings
/// costs no more than its length.
struct HTMLTextScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var writer: TextWriter
  private var index = 0
  /// The end of the source, or of the CDATA section that is being read.
  private var end: Int
  /// Tags that begin before here have their quotes ignored, for one of them is never closed.
  private var quotesFailUntil = 0
  private var lacksCommentEnd = false
  private var lacksCDATAEnd = false
  /// No `>` and no `=` from here to the end.
  private var lacksTagClose = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, into memory: UnsafeMutableBufferPointer<UInt8>) {
    self.bytes = bytes
    writer = TextWriter(memory)
    end = bytes.count
  }

  /// Reads text without markup to its end; how many bytes it became.
  mutating func readText() -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    while index < end {
      index = writer.copyPlain(base, from: index, to: end, stopAtMarkup: false)
      if index < end { readCharacter(base) }
    }
    writer.trim()
    return writer.count
  }

  /// Reads HTML to its end; how many bytes of text it became.
  mutating func readMarkup() -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    while index < bytes.count {
      while index < end {
        index = writer.copyPlain(base, from: index, to: end, stopAtMarkup: true)
        guard index < end else { break }
        switch base[index] {
        case UInt8(ascii: "<"): readMarkupAtAngle(base)
        case UInt8(ascii: "&"): readReference()
        default: readCharacter(base)
        }
      }
      leaveCDATA()
    }
    writer.trim()
    return writer.count
  }

  /// One character, or a run of white space, or a run of characters beyond ASCII.
  @inline(__always)
  private mutating func readCharacter(_ base: UnsafePointer<UInt8>) {
    repeat {
      let white = WhiteSpace.length(at: index, of: base, to: end)
      if white > 0 {
        writer.breakWord()
        index += white
      } else {
        writer.append(base[index])
        index += 1
      }
    } while index < end && (base[index] >= 0x80 || base[index] <= 0x20)
  }

  private mutating func readReference() {
    guard var reference = CharacterReference.read(bytes, at: index),
      index + reference.length <= end
    else {
      writer.append(UInt8(ascii: "&"))
      index += 1
      return
    }
    // Escaped once too often: `&amp;nbsp;`. What follows the `&` must be a whole reference.
    if reference.utf8Count == 1, reference.utf8 == 0x26, reference.isClosed {
      let ampersand = index + reference.length - 1
      if let inner = CharacterReference.read(bytes, afterAmpersandAt: ampersand), inner.isClosed,
        ampersand + inner.length <= end
      {
        index = ampersand
        reference = inner
      }
    }
    writer.append(packed: reference.utf8, count: reference.utf8Count)
    index += reference.length
  }

  // MARK: What begins with `<`

  private mutating func readMarkupAtAngle(_ base: UnsafePointer<UInt8>) {
    let next = index + 1 < end ? base[index + 1] : 0x20
    if HTMLText.isLetter(next) {
      readTag(nameStart: index + 1, isEndTag: false)
    } else if next == UInt8(ascii: "/") {
      readEndTag(base)
    } else if next == UInt8(ascii: "!") {
      readDeclaration(base)
    } else if next == UInt8(ascii: "?") {
      skipToAngle(from: index + 2)
    } else {
      writer.append(UInt8(ascii: "<"))
      index += 1
    }
  }

  private mutating func readEndTag(_ base: UnsafePointer<UInt8>) {
    if index + 2 < end, HTMLText.isLetter(base[index + 2]) {
      readTag(nameStart: index + 2, isEndTag: true)
    } else if index + 2 < end {
      skipToAngle(from: index + 2)
    } else {
      writer.append(UInt8(ascii: "<"))
      index += 1
    }
  }

  private mutating func readTag(nameStart: Int, isEndTag: Bool) {
    var localStart = nameStart
    var nameEnd = nameStart
    while nameEnd < end, isNamePart(bytes[nameEnd]) {
      nameEnd += 1
      if bytes[nameEnd - 1] == UInt8(ascii: ":") { localStart = nameEnd }
    }
    let kind = TagKind(packedName: TagKind.pack(bytes, from: localStart, to: nameEnd))
    guard !lacksTagClose, let close = tagClose(from: nameEnd) else {
      return readUnclosedTag(kind, nameEnd: nameEnd)
    }
    let isEmpty = close > nameEnd && bytes[close - 1] == UInt8(ascii: "/")
    index = close + 1
    switch kind {
    case .inline: break
    case .breaking: writer.breakWord()
    case .dropped:
      if !isEndTag, !isEmpty { skipElement(nameStart: nameStart, nameEnd: nameEnd) }
    }
  }

  /// Where the `>` of a tag is whose name ends at `start`; nil where none follows.
  ///
  /// A quoted value may hold `>`. Where a quote is never closed, quotes mean nothing.
  private mutating func tagClose(from start: Int) -> Int? {
    var at = start
    var isAfterEquals = false
    while at < end {
      switch bytes[at] {
      case UInt8(ascii: ">"): return at
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        // Only after `=` does a quote open a value (section 13.2.5.35).
        guard isAfterEquals, at >= quotesFailUntil else { break }
        let quote = at
        at = ByteWords.find(bytes[quote], in: bytes, from: quote + 1, to: end)
        if at >= end {
          quotesFailUntil = max(quotesFailUntil, quote + 1)
          return plainTagClose(from: start)
        }
        isAfterEquals = false
      case UInt8(ascii: "="): isAfterEquals = true
      case 0...0x20: break
      default: isAfterEquals = false
      }
      at += 1
    }
    return nil
  }

  private func plainTagClose(from start: Int) -> Int? {
    let close = ByteWords.find(UInt8(ascii: ">"), in: bytes, from: start, to: end)
    return close < end ? close : nil
  }

  /// A `<word` that no `>` closes: a tag that was cut off where it looks like one, else text.
  private mutating func readUnclosedTag(_ kind: TagKind, nameEnd: Int) {
    let isCutOff =
      kind != .inline || nameEnd == end
      || !lacksTagClose
        && ByteWords.find(UInt8(ascii: "="), in: bytes, from: nameEnd, to: end) < end
    if isCutOff {
      index = end
    } else {
      lacksTagClose = true
      writer.append(UInt8(ascii: "<"))
      index += 1
    }
  }

  /// Goes behind the end tag of an element whose content is no text, or to the end.
  private mutating func skipElement(nameStart: Int, nameEnd: Int) {
    let length = nameEnd - nameStart
    let name = TagKind.pack(bytes, from: nameStart, to: nameEnd)
    var at = index
    while true {
      at = ByteWords.find(UInt8(ascii: "<"), in: bytes, from: at, to: end)
      guard at + 2 + length <= end else { break }
      let candidate = at + 2
      if bytes[at + 1] == UInt8(ascii: "/"),
        TagKind.pack(bytes, from: candidate, to: candidate + length) == name,
        candidate + length == end || !isNamePart(bytes[candidate + length])
      {
        skipToAngle(from: candidate + length)
        return
      }
      at += 1
    }
    index = end
  }

  private mutating func readDeclaration(_ base: UnsafePointer<UInt8>) {
    if starts(with: "<!--") {
      skipComment()
    } else if starts(with: "<![CDATA[") {
      enterCDATA()
    } else {
      skipOtherDeclaration(base)
    }
  }

  /// `<!DOCTYPE …>` goes, and so do `<![if …]>` and `<![endif]>` of office programs; what no letter
  /// follows or no `>` ends is text, against section 13.2.5.42, which would hide the rest of a text
  /// that has a `<!` in it.
  private mutating func skipOtherDeclaration(_ base: UnsafePointer<UInt8>) {
    let name = index + (starts(with: "<![") ? 3 : 2)
    if !lacksTagClose, name < end, HTMLText.isLetter(base[name]) {
      if let close = plainTagClose(from: name) {
        index = close + 1
        return
      }
      lacksTagClose = true
    }
    writer.append(UInt8(ascii: "<"))
    index += 1
  }

  private mutating func skipComment() {
    // `<!-->` and `<!--->` are whole (section 13.2.5.43).
    let start = index + 4
    if start < end, bytes[start] == UInt8(ascii: ">") {
      index = start + 1
    } else if start + 1 < end, bytes[start] == UInt8(ascii: "-"),
      bytes[start + 1] == UInt8(ascii: ">")
    {
      index = start + 2
    } else if !lacksCommentEnd, let close = find("--", andThenAngleFrom: start) {
      index = close
    } else {
      lacksCommentEnd = true
      skipToAngle(from: start)
    }
  }

  private mutating func enterCDATA() {
    index += 9
    guard end == bytes.count, !lacksCDATAEnd else { return }
    guard let close = find("]]", andThenAngleFrom: index) else {
      lacksCDATAEnd = true
      return
    }
    end = close - 3
  }

  private mutating func leaveCDATA() {
    guard end < bytes.count else { return }
    index = end + 3
    end = bytes.count
    lacksCommentEnd = false
    lacksTagClose = false
    quotesFailUntil = 0
  }

  /// The place behind the next `-->`, `--!>` or `]]>`; nil where none follows.
  private func find(_ pair: StaticString, andThenAngleFrom start: Int) -> Int? {
    let byte = pair.utf8Start[0]
    var at = start
    while true {
      at = ByteWords.find(UInt8(ascii: ">"), in: bytes, from: at, to: end)
      guard at < end else { return nil }
      if at - 2 >= start, bytes[at - 1] == byte, bytes[at - 2] == byte { return at + 1 }
      if byte == UInt8(ascii: "-"), at - 3 >= start, bytes[at - 1] == UInt8(ascii: "!"),
        bytes[at - 2] == byte, bytes[at - 3] == byte
      {
        return at + 1
      }
      at += 1
    }
  }

  private mutating func skipToAngle(from start: Int) {
    index = min(end, ByteWords.find(UInt8(ascii: ">"), in: bytes, from: start, to: end) + 1)
  }

  private func starts(with text: StaticString) -> Bool {
    guard index + text.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<text.utf8CodeUnitCount
    where bytes[index + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  @inline(__always)
  private func isNamePart(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != UInt8(ascii: "/") && byte != UInt8(ascii: ">")
      && byte != UInt8(ascii: "<")
  }
}
