public import PantauCore

/// An item's text as it was read once: folded, cut into words, each word hashed.
///
/// For keywords, and for whoever else asks for its words. Used by the thread that made it. No value, for
/// a copy of one would count a dozen references.
public final class ReadText {
  let input: MatchInput
  let text: FoldedText

  /// Reads an input into the memory of a text that nobody needs any more, where there is one.
  init(
    _ input: MatchInput, _ fields: FieldSet, collapsing: Bool, reusing finished: consuming ReadText?
  ) {
    self.input = input
    var storage = finished?.text
    finished = nil
    if !isKnownUniquelyReferenced(&storage) { storage = nil }
    text = input.folded(fields, collapsing: collapsing, into: storage)
  }

  /// Hands on the hashes of a field's words, in order; none of a field that is empty.
  ///
  /// Folded as keywords are (DESIGN.md, "What counts as the same letter"), so that equal words have
  /// equal hashes, in every process. Archives keep what is made of them for some days.
  ///
  /// - Parameters:
  ///   - field: title, summary or content.
  ///   - body: takes one hash a word.
  public func withWordHashes(of field: ItemField, _ body: (Span<UInt64>) -> Void) {
    guard let segment = text.segments.first(where: { $0.fields.contains(FieldSet(field)) }) else {
      return body(Span())
    }
    let words = UnsafeBufferPointer(
      start: text.hashes.base + segment.firstWord, count: segment.endWord - segment.firstWord)
    withExtendedLifetime(text) { body(words.span) }
  }
}
