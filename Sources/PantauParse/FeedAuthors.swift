/// Whether the authors of a feed may stand behind its items, as they do in hardly any.
enum FeedAuthors {
  /// How much is looked through between two reports.
  private static let stepBytes = 1 << 19

  /// Whether an element for authors may begin in a document from an offset on.
  ///
  /// - Parameters:
  ///   - start: the offset.
  ///   - document: an Atom feed.
  ///   - didRead: told how much of a document that is not decoded was looked through.
  /// - Returns: false where there is none for sure.
  static func mayFollow(
    _ start: Int, in document: DocumentText, _ didRead: (Int) -> Void
  ) -> Bool {
    let bytes = document.bytes
    var from = start
    while from < bytes.count {
      let end = min(from + stepBytes, bytes.count)
      while let hit = bytes.next(UInt8(ascii: "h"), from: from, to: end) {
        if bytes.holds("author", at: hit - rarest) { return true }
        from = hit + 1
      }
      if !document.isDecoded { didRead(end) }
      from = end
    }
    return document.find("author", rarest: rarest) != .absent
  }

  /// Of the letters of "author" an h is the rarest.
  private static let rarest = 3
}
