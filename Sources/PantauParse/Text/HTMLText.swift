/// HTML source to plain text, in one pass over the bytes.
///
/// Tags, comments, doctypes and processing instructions go; the content of `<script>`, `<style>`,
/// `<template>`, `<iframe>` and `<title>` too; the text of `<noscript>` stays, `alt` is no text.
/// Blocks, cells, `<br>` and images part words, other elements do not (``TagKind``). A CDATA section
/// is what feeds wrap around HTML once too often: its content is read as HTML. References are
/// resolved by HTML's rules, and once more where that left a reference (`&amp;nbsp;`), always to
/// text, never to a tag. White space, no-break spaces included, becomes single spaces and is
/// trimmed; soft hyphens stay. Source: WHATWG HTML, sections 13.2.5 and 15.3.
///
/// The bytes are UTF-8 (``CharsetDecoder``); what is not comes out as U+FFFD.
enum HTMLText {
  /// From here on text is written where it stays, for another copy would be a large one.
  private static let longBytes = 1 << 18

  /// The text of HTML source.
  static func plainText(_ html: UnsafeBufferPointer<UInt8>) -> String {
    guard html.count < longBytes else { return longText(html) }
    return withText(of: html, markup: true) { String(checking: $0) }
  }

  /// The text of HTML source, made in `scratch`, whose content is lost.
  static func plainText(_ html: UnsafeBufferPointer<UInt8>, using scratch: TextBuffer) -> String {
    guard html.count < longBytes else { return longText(html) }
    scratch.removeAll()
    let memory = scratch.room(for: TextWriter.capacity(for: html.count))
    var scanner = HTMLTextScanner(html, into: memory)
    let count = scanner.readMarkup()
    return String(checking: UnsafeBufferPointer(rebasing: memory[..<count]))
  }

  private static func longText(_ html: UnsafeBufferPointer<UInt8>) -> String {
    String(unsafeUninitializedCapacity: TextWriter.capacity(for: html.count)) { memory in
      var scanner = HTMLTextScanner(html, into: memory)
      return scanner.readMarkup()
    }
  }

  /// Text that is no markup, with its white space collapsed and trimmed.
  static func collapse(_ text: UnsafeBufferPointer<UInt8>) -> String {
    withText(of: text, markup: false) { String(checking: $0) }
  }

  /// Whether text has tags, comments or character references, so that it is to be read as HTML.
  ///
  /// "5 < 6", "a < b > c" and "AT&T" are none; a reference needs its semicolon here.
  static func looksLikeHTML(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = ByteWords.find(0x26, in: text, from: 0, to: text.count)
    while index < text.count {
      if CharacterReference.read(text, at: index)?.isClosed == true { return true }
      index = ByteWords.find(0x26, in: text, from: index + 1, to: text.count)
    }
    var last = text.count - 1
    while last > 0, text[last] != UInt8(ascii: ">") { last -= 1 }
    index = ByteWords.find(0x3C, in: text, from: 0, to: text.count)
    while index + 1 < last {
      let next = text[index + 1]
      if isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") { return true }
      index = ByteWords.find(0x3C, in: text, from: index + 1, to: text.count)
    }
    return false
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func withText<Result>(
    of source: UnsafeBufferPointer<UInt8>, markup: Bool,
    _ take: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let capacity = TextWriter.capacity(for: source.count)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { memory in
      var scanner = HTMLTextScanner(source, into: memory)
      let count = markup ? scanner.readMarkup() : scanner.readText()
      return take(UnsafeBufferPointer(rebasing: memory[..<count]))
    }
  }
}
