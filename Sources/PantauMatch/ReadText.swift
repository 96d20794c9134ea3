public import PantauCore

/// An item's text as it was read once: folded, cut into words, each word hashed.
///
/// For keywords, and for whoever else asks for its words. Used by the thread that made it. No value, for
/// a copy of one would count a dozen references.
public final class ReadText {
  private(set) var input: MatchInput
  private(set) var text: FoldedText
  /// Room for the terms that a matcher finds in it.
  let found = FoundTerms()

  init(_ input: MatchInput, _ fields: FieldSet, collapsing: Bool) {
    self.input = input
    text = input.folded(fields, collapsing: collapsing)
  }

  /// Reads another input in its place, into the same memory where nobody else holds that.
  func read(_ input: MatchInput, _ fields: FieldSet, collapsing: Bool) {
    let storage = isKnownUniquelyReferenced(&text) ? text : nil
    self.input = input
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
