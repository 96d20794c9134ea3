/// A line and a column of a document, both counted from 1.
struct TextPlace: Equatable {
  var line: Int
  var column: Int

  /// The place of an offset in a text.
  init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var lines = LineCounter(bytes)
    self = lines.place(of: offset)
  }

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Tells places of one text after another, and counts each of its lines once.
///
/// Nothing is counted before a place is asked for: most documents have nothing to be told of.
struct LineCounter {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var line = 1
  /// Where the line begins.
  private var start = 0
  /// Up to where lines were counted.
  private var next = 0
  /// The earliest state that can be gone back to.
  private var first = (line: 1, start: 0, next: 0)

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The place of an offset; cheapest where offsets grow.
  mutating func place(of offset: Int) -> TextPlace {
    if offset < start { (line, start, next) = first }
    while let end = bytes.next(0x0A, from: next, to: min(offset, bytes.count)) {
      line += 1
      start = end + 1
      next = start
    }
    next = max(next, offset)
    return TextPlace(line: line, column: max(offset - start, 0) + 1)
  }

  /// Up to where the lines before an offset are counted already.
  func counted(for offset: Int) -> Int { offset < start ? first.next : next }

  /// Counts what stands before an offset now, for its bytes go; no place before it can be told any
  /// more.
  mutating func settle(before offset: Int) {
    _ = place(of: offset)
    first = (line, start, next)
  }
}
