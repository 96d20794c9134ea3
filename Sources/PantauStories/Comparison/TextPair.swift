/// Two texts side by side: what both tell, and what one tells in place of the other.
///
/// What costs something is found when it is asked for.
struct TextPair {
  let first: Retelling
  let second: Retelling
  /// The share of the stems of the text with fewer, and of the one with more, that both have.
  let shareOfShorter: Double
  let shareOfLonger: Double
  /// The share of a text's first stems that the other one has, of the text that has less.
  let shareOfLead: Double
  /// Whether both quote the same words.
  let isQuoted: Bool

  private(set) lazy var facts = FactComparison(first, second)
  private(set) lazy var titles = TitleComparison(first, second)
  /// Whether one is about a stage of the matter of which the other says nothing.
  private(set) lazy var stagesDiffer =
    StageWords(first.text).tellApart(from: StageWords(second.text))
  /// The share of the shorter text's words that stand in the longer one in their order.
  private(set) lazy var aligned: Double = {
    let texts = (first.text.body[...], second.text.body[...])
    let (short, long) = texts.0.count <= texts.1.count ? texts : (texts.1, texts.0)
    return Double(Alignment(short, long).matched) / Double(max(1, short.count))
  }()

  init(_ first: Retelling, _ second: Retelling) {
    (self.first, self.second) = (first, second)
    let shared = Double(first.different.count { second.stemSet.contains($0) })
    let counts = (Double(first.different.count), Double(second.different.count))
    shareOfShorter = shared / max(1, min(counts.0, counts.1))
    shareOfLonger = shared / max(1, max(counts.0, counts.1))
    shareOfLead = min(first.knownLead(in: second), second.knownLead(in: first))
    isQuoted = first.quotes.contains { second.quotes.contains($0) }
  }
}
