/// What an HTML tag does to the text around it.
///
/// Names are judged by their local part, so that `<x:p>` in XHTML with a prefix is a paragraph. The
/// rendering of elements is that of WHATWG HTML, section 15.3; images, media and form controls are
/// no text but stand between words, so they part them too.
enum TagKind {
  /// Within a word: `<b>`, `<span>`, and every element that HTML does not know.
  case inline
  /// Parts words: blocks, table cells, list items, `<br>`, images.
  case breaking
  /// Content and all is left out: `<script>`, `<style>`, `<template>`, `<title>` and the like.
  case dropped

  /// The kind of an element whose name, in small letters, is packed by ``pack(_:from:to:)``.
  init(packedName name: UInt64) {
    if TagKind.droppedNames.contains(name) {
      self = .dropped
    } else if TagKind.breakingNames.contains(name) {
      self = .breaking
    } else {
      self = .inline
    }
  }

  /// The first eight bytes of a name as one number, the letters small, the first byte lowest.
  ///
  /// `blockquote`, `figcaption` and the like differ in their first eight bytes from all others.
  @inline(__always)
  static func pack(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> UInt64 {
    var packed: UInt64 = 0
    var shift: UInt64 = 0
    for index in start..<min(end, start + 8) {
      let byte = bytes[index]
      let isCapital = byte &- 0x41 < 26
      packed |= UInt64(isCapital ? byte | 0x20 : byte) << shift
      shift += 8
    }
    return packed
  }

  static func pack(_ name: StaticString) -> UInt64 {
    let bytes = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return pack(bytes, from: 0, to: bytes.count)
  }

  private static let droppedNames = NameSet([
    "script", "style", "template", "title", "iframe", "noembed", "noframes",
  ])

  private static let breakingNames = NameSet([
    "address", "article", "aside", "audio", "blockquote", "body", "br", "button", "canvas",
    "caption", "center", "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "embed", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "img", "input",
    "legend", "li", "listing", "main", "menu", "nav", "noframes", "object", "ol", "optgroup",
    "option", "p", "picture", "plaintext", "pre", "search", "section", "select", "summary", "svg",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "video", "xmp",
  ])
}

/// A small set of packed names: open addressing in one array, a few nanoseconds a look-up.
private struct NameSet {
  private var slots: [UInt64]
  private static let size = 256

  init(_ names: [StaticString]) {
    slots = Array(repeating: 0, count: NameSet.size)
    for name in names {
      let packed = TagKind.pack(name)
      var slot = NameSet.slot(packed)
      while slots[slot] != 0, slots[slot] != packed { slot = (slot + 1) % NameSet.size }
      slots[slot] = packed
    }
  }

  @inline(__always)
  func contains(_ name: UInt64) -> Bool {
    var slot = NameSet.slot(name)
    while slots[slot] != 0 {
      if slots[slot] == name { return true }
      slot = (slot + 1) % NameSet.size
    }
    return false
  }

  @inline(__always)
  private static func slot(_ name: UInt64) -> Int {
    Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 56)
  }
}
