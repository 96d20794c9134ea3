/// A line and a column of a document, both counted from 1.
struct TextPlace: Equatable {
  var line: Int
  var column: Int

  /// The place of an offset in a text.
  init(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    var line = 1
    var start = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      start = index + 1
    }
    self.init(line: line, column: offset - start + 1)
  }

  init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The place that a part of the document beginning here calls `line` and `column`.
  func moved(line: Int, column: Int) -> TextPlace {
    guard line > 1 else {
      return TextPlace(line: self.line, column: self.column + max(column - 1, 0))
    }
    return TextPlace(line: self.line + line - 1, column: column)
  }
}
