/// What changed between two texts, word by word: `naik [-dua-] {+tiga+} persen`.
public enum WordDiff {
  private static let maxWords = 20_000

  /// The newer text with what was taken out and put in; words are what stands between spaces.
  ///
  /// Of texts of more than 20,000 words only the first so many are compared.
  ///
  /// - Parameters:
  ///   - old: the text before.
  ///   - new: the text now.
  ///   - context: how many words are shown on each side of a change, `…` for the others; nil shows
  ///     all.
  /// - Returns: the newer text with marks.
  public static func text(from old: String, to new: String, context: Int? = nil) -> String {
    let (before, after) = (words(of: old), words(of: new))
    let alignment = Alignment(compared(before)[...], compared(after)[...])
    var writer = Writer(context: context)
    var end = 0
    for gap in alignment.gaps {
      writer.keep(after[end..<gap.second.lowerBound])
      writer.add(before[gap.first], .removed)
      writer.add(after[gap.second], .inserted)
      end = gap.second.upperBound
    }
    writer.keep(after[end...], isLast: true)
    return writer.text
  }

  private static func words(of text: String) -> [Substring] {
    Array(text.split(separator: " ", maxSplits: maxWords, omittingEmptySubsequences: true))
  }

  /// Words by their exact spelling.
  private static func compared(_ words: [Substring]) -> [StoryWord] {
    words.map { StoryWord(hash: WordScanner.hash($0.utf8), kind: .plain) }
  }

  private struct Writer {
    enum Mark { case removed, inserted }

    let context: Int?
    private(set) var text = ""
    private var isFirst = true

    init(context: Int?) { self.context = context }

    /// Adds words that both texts have.
    mutating func keep(_ words: ArraySlice<Substring>, isLast: Bool = false) {
      defer { isFirst = false }
      let (before, after) = (isFirst ? 0 : context ?? 0, isLast ? 0 : context ?? 0)
      // A single word costs no more room than what would stand for it.
      guard context != nil, words.count > before + after + 1 else {
        return write(words.joined(separator: " "))
      }
      write(words.prefix(before).joined(separator: " "))
      write("…")
      write(words.suffix(after).joined(separator: " "))
    }

    mutating func add(_ words: ArraySlice<Substring>, _ mark: Mark) {
      guard !words.isEmpty else { return }
      let words = words.joined(separator: " ")
      write(mark == .removed ? "[-\(words)-]" : "{+\(words)+}")
    }

    private mutating func write(_ piece: String) {
      guard !piece.isEmpty else { return }
      if !text.isEmpty { text += " " }
      text += piece
    }
  }
}
