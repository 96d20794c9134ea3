import CUnicode

/// What matching needs to know of one code point: its word break class and what it folds to.
///
/// Read from the table that `scripts/generate-unicode` makes out of Unicode's data files; the bits
/// are told there.
struct UnicodeRecord {
  let bits: UInt32

  /// Looks a scalar up.
  ///
  /// The tables cover every code point that a scalar can have.
  @inline(__always)
  init(_ scalar: UInt32) {
    bits = pantau_unicode_record(min(scalar, 0x10FFFF))
  }

  /// The Word_Break property.
  var wordBreak: WordBreakClass { WordBreakClass(rawValue: UInt8(bits & 31)) ?? .other }
  /// Extended_Pictographic of UTS #51.
  var isPictographic: Bool { bits & 1 << 5 != 0 }
  /// Part of a script written without spaces between words, or of Hangul.
  var isUnspaced: Bool { bits & 1 << 6 != 0 }
  /// A combining mark that folding keeps, for it is a letter's part in its script.
  var isKeptMark: Bool { bits & 1 << 7 != 0 }
  /// Whether folding puts something else, or nothing, in its place.
  @inline(__always) var isChanged: Bool { bits & 1 << 8 != 0 }
  /// How many bytes stand for it when changed.
  @inline(__always) var foldedCount: Int { Int(bits >> 9 & 63) }
  /// The bytes that stand for it when changed, in static storage.
  @inline(__always) var foldedBytes: UnsafePointer<UInt8> {
    pantau_unicode_fold_bytes() + Int(bits >> 15)
  }
}
