import CUnicode
import PantauCore

/// Texts made comparable: folded bytes, the words in them, and the way back to the original.
///
/// Folding is that of DESIGN.md ("What counts as the same letter"): compatibility normalisation and
/// case folding without diacritics, from a generated table. Several fields lie one after another in
/// one buffer, so that words are numbered through; a segment is one of them.
final class FoldedText {
  /// A word: places of its first byte and of the byte after its last in `bytes`.
  struct Word: BitwiseCopyable {
    var start: UInt32
    var end: UInt32
  }

  /// A field's text: where it lies in `bytes` and `words`.
  struct Segment {
    /// The field that is shown for it.
    var field: ItemField
    /// The fields that hold this very text.
    var fields: FieldSet
    var original: String
    var start: Int
    var end: Int
    var firstWord: Int
    var endWord: Int
    var firstCheckpoint: Int
    var endCheckpoint: Int
  }

  /// From `folded` on, up to the next checkpoint, original places run with folded ones.
  struct Checkpoint: BitwiseCopyable {
    var folded: UInt32
    var original: UInt32
  }

  /// Readers may load this many bytes past the last one; they are zero.
  static let padding = 128
  /// A single text is read up to this many bytes, far above any body that pantau takes.
  static let maxTextBytes = 256_000_000

  let bytes: GrowingBuffer<UInt8>
  let words: GrowingBuffer<Word>
  let checkpoints: GrowingBuffer<Checkpoint>
  private(set) var segments: [Segment] = []
  private let hashed: GrowingBuffer<UInt64>
  /// Room for whoever picks some of the words out.
  let picked: GrowingBuffer<UInt32>

  init(expectedBytes: Int = 256) {
    bytes = GrowingBuffer(capacity: expectedBytes + 2 * Self.padding)
    words = GrowingBuffer(capacity: expectedBytes / 6 + 64)
    checkpoints = GrowingBuffer(capacity: 32)
    hashed = GrowingBuffer(capacity: 16)
    picked = GrowingBuffer(capacity: 16)
  }

  /// Empties it for another use and keeps the storage.
  func reset() {
    bytes.count = 0
    words.count = 0
    checkpoints.count = 0
    hashed.count = 0
    segments.removeAll(keepingCapacity: true)
  }

  /// The hash of each word, made when it is first asked for.
  var hashes: GrowingBuffer<UInt64> {
    if hashed.count < words.count { hashWords() }
    return hashed
  }

  private func hashWords() {
    hashed.reserve(words.count - hashed.count)
    let (bytes, all, out) = (bytes.base, words.base, hashed.base)
    for index in hashed.count..<words.count {
      let word = all[index]
      out[index] = WordHash.hash(bytes + Int(word.start), Int(word.end &- word.start))
    }
    hashed.count = words.count
  }

  /// Folds a text and finds its words; it becomes the next segment.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - field: the field that is shown for it.
  ///   - twin: another field that holds the very same text.
  ///   - findsWords: false leaves the segment without words.
  func append(
    _ text: String, as field: ItemField, and twin: FieldSet = [], findsWords: Bool = true
  ) {
    var text = text
    var segment = Segment(
      field: field, fields: twin.union(FieldSet(field)), original: "", start: bytes.count, end: 0,
      firstWord: words.count, endWord: 0,
      firstCheckpoint: checkpoints.count, endCheckpoint: 0)
    text.withUTF8 { utf8 in
      fold(UnsafeBufferPointer(rebasing: utf8.prefix(Self.maxTextBytes)))
    }
    segment.original = text
    segment.end = bytes.count
    segment.endCheckpoint = checkpoints.count
    terminate()
    if findsWords { findWords(from: segment.start, to: segment.end) }
    segment.endWord = words.count
    segments.append(segment)
  }

  /// Ends a segment by a byte that belongs to no word, and clears what may be read past it.
  private func terminate() {
    bytes.reserve(Self.padding + 1)
    (bytes.base + bytes.count).update(repeating: 0, count: Self.padding + 1)
    bytes.count += 1
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Appends the folded form: eight or sixteen ASCII bytes at a time, others through the table.
  private func fold(_ source: UnsafeBufferPointer<UInt8>) {
    guard let input = source.baseAddress else { return }
    let raw = UnsafeRawPointer(input)
    let count = source.count
    let segmentStart = bytes.count
    bytes.reserve(count + 2 * Self.padding)
    var at = 0
    var out = bytes.base + bytes.count
    while at < count {
      if at + 8 <= count {
        let chunk = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        let high = chunk & Self.highs
        let low = chunk & ~Self.highs
        // 0x80 - 'A' and 0x7F - 'Z', in each byte: the high bit tells at least A, and above Z.
        let upper = (low &+ Self.ones &* 0x3F) & ~(low &+ Self.ones &* 0x25) & Self.highs
        UnsafeMutableRawPointer(out).storeBytes(of: chunk | upper >> 2, as: UInt64.self)
        guard high != 0 else {
          let plain = 8 + pantau_ascii_fold(out + 8, input + at + 8, count - at - 8)
          at += plain
          out += plain
          continue
        }
        let plain = high.trailingZeroBitCount >> 3
        at += plain
        out += plain
      } else if input[at] < 0x80 {
        let byte = input[at]
        out.pointee = byte &- 0x41 < 26 ? byte | 0x20 : byte
        at += 1
        out += 1
        continue
      }
      bytes.count = out - bytes.base
      at = foldScalar(input, at, remaining: count - at, segmentStart)
      out = bytes.base + bytes.count
    }
    bytes.count = out - bytes.base
  }

  /// Folds the character at `at`, which is not ASCII, and returns the place after it.
  private func foldScalar(
    _ input: UnsafePointer<UInt8>, _ at: Int, remaining: Int, _ segmentStart: Int
  ) -> Int {
    let (scalar, width) = UTF8Scalar.decode(input + at)
    let record = UnicodeRecord(scalar)
    bytes.reserve(remaining + Self.padding)
    let out = bytes.base + bytes.count
    if record.isChanged {
      let length = record.foldedCount
      out.update(from: record.foldedBytes, count: length)
      bytes.count += length
      if length != width { addCheckpoint(at + width) }
      return at + width
    }
    if 0x1160..<0x1200 ~= scalar, composeHangul(scalar, segmentStart) {
      addCheckpoint(at + width)
      return at + width
    }
    out.update(from: input + at, count: width)
    bytes.count += width
    return at + width
  }

  private func addCheckpoint(_ original: Int) {
    checkpoints.append(
      Checkpoint(
        folded: UInt32(truncatingIfNeeded: bytes.count),
        original: UInt32(truncatingIfNeeded: original)))
  }

  /// Joins a vowel or final consonant to the Hangul syllable before it (Unicode, section 3.12).
  private func composeHangul(_ scalar: UInt32, _ segmentStart: Int) -> Bool {
    guard bytes.count - segmentStart >= 3 else { return false }
    let place = bytes.base + bytes.count - 3
    guard place[0] & 0xF0 == 0xE0 else { return false }
    let before = UTF8Scalar.decode(place).scalar
    let syllable: UInt32
    if 0x1100..<0x1113 ~= before && 0x1161..<0x1176 ~= scalar {
      syllable = 0xAC00 + ((before - 0x1100) * 21 + scalar - 0x1161) * 28
    } else if 0xAC00..<0xD7A4 ~= before && (before - 0xAC00) % 28 == 0 && 0x11A8..<0x11C3 ~= scalar
    {
      syllable = before + scalar - 0x11A7
    } else {
      return false
    }
    place[0] = UInt8(0xE0 | syllable >> 12)
    place[1] = UInt8(0x80 | syllable >> 6 & 63)
    place[2] = UInt8(0x80 | syllable & 63)
    return true
  }
}
