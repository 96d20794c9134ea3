/// What no XML parser sees of a document: comments and processing instructions. Their line breaks stay.
extension FeedScanner {
  /// Leaves out what ends with `terminator`; where nothing does, its `<` is text.
  ///
  /// What is longer than the part of the document that is decoded goes piece by piece
  /// (`Unfinished.leftOut`), so that it need not be in memory as a whole.
  ///
  /// - Parameters:
  ///   - terminator: what it ends with.
  ///   - offset: where that may stand.
  ///   - exists: false where the rest of the document is known to have none.
  /// - Returns: whether there was one: the rest of a document is searched in vain only once.
  mutating func leaveOut(
    _ terminator: StaticString, from offset: Int, exists: Bool
  ) -> Bool {
    guard exists else {
      repair(with: "&lt;")
      return false
    }
    if let end = bytes.end(of: terminator, from: offset) {
      leaveOut(upTo: end)
      return true
    }
    switch document.find(terminator, rarest: terminator.utf8CodeUnitCount - 1) {
    case .present:
      leaveOut(upTo: offset)
      unfinished = .leftOut(terminator)
      return true
    case .unsure:
      guard let end = decodedEnd(of: terminator, from: offset) else { break }
      leaveOut(upTo: end)
      return true
    case .absent: break
    }
    repair(with: "&lt;")
    return false
  }

  /// Goes on with what is left out, to its end or to that of what is decoded.
  mutating func readLeftOut(_ terminator: StaticString) {
    if let end = bytes.end(of: terminator, from: at) {
      unfinished = nil
      return leaveOut(upTo: end)
    }
    // The terminator may have begun.
    let end = bytes.count
    let hasMore = isThere(end + 1)
    leaveOut(upTo: hasMore ? max(end - terminator.utf8CodeUnitCount + 1, at) : end)
  }

  private mutating func leaveOut(upTo end: Int) {
    let breaks = bytes[at..<end].reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
    Array(repeating: 0x0A, count: breaks).withUnsafeBufferPointer { replace(end - at, with: $0) }
  }

  /// The offset behind the next `terminator` where all that comes before has to be decoded.
  private mutating func decodedEnd(of terminator: StaticString, from offset: Int) -> Int? {
    var from = offset
    while isThere(bytes.count + 1) {
      if let end = bytes.end(of: terminator, from: from) { return end }
      from = max(offset, bytes.count - terminator.utf8CodeUnitCount + 1)
    }
    return bytes.end(of: terminator, from: from)
  }
}
