import PantauCore

/// Tells the senses of a keyword apart (DESIGN.md, "Keywords").
///
/// Each occurrence is judged by itself: a sense scores one for each different word or phrase of its
/// query within 25 words, two for one in the title, wherever the keyword stands. The highest score
/// wins; none, or two equal, is `unclear`.
struct MeaningRule: Sendable {
  /// How far the words of a sense may stand from the keyword.
  static let reach = 25

  /// One sense: its name and the words of its query.
  struct Sense: Sendable {
    let name: String
    let words: [SenseWord]
    /// The fields that its query looks in.
    let fields: FieldSet

    init(name: String, root: Int, of program: QueryProgram) {
      self.name = name
      words = program.senseWords(root)
      fields = program.fields(from: root, bare: .bare)
    }
  }

  let senses: [Sense]
  let alertOn: Set<String>?

  /// The fields that the senses look in.
  var fields: FieldSet { senses.reduce(.bare) { $0.union($1.fields) } }

  /// What a sense scored for one occurrence, and by which words.
  struct Score {
    var meaning: String
    var points: Int
    var because: [Hit]
  }

  /// What was decided of one occurrence.
  struct Verdict {
    var hit: Int
    var meaning: String
    var because: [Hit]
    var scores: [Score]
  }

  /// What was decided of all occurrences.
  struct Judgement {
    var hits: [Hit]
    var verdicts: [Verdict]
    var alertOn: Set<String>?

    /// Whether any sense found is one that alerts.
    var alerts: Bool { verdicts.contains { isWanted($0.meaning) } }

    private func isWanted(_ meaning: String) -> Bool { alertOn?.contains(meaning) ?? true }

    /// One match for each sense, the wanted ones first.
    func matches(_ keyword: String, _ text: FoldedText, excerpts: Bool) -> [KeywordMatch] {
      var shown: [Verdict] = []
      for verdict in verdicts where !shown.contains(where: { $0.meaning == verdict.meaning }) {
        shown.append(verdict)
      }
      let ordered =
        shown.filter { isWanted($0.meaning) } + shown.filter { !isWanted($0.meaning) }
      return ordered.map { verdict in
        var match = MatchText.match(
          keyword, hits, shown: verdict.hit, text, excerpts: excerpts)
        match.meaning = verdict.meaning
        match.because = verdict.because.map { MatchText.text($0, text) }
        return match
      }
    }
  }

  /// Judges each occurrence by itself.
  func judge(_ hits: [Hit], _ evaluation: Evaluation, _ program: QueryProgram) -> Judgement {
    let reach = SenseReach(evaluation, program)
    let verdicts = hits.indices.map { index in
      verdict(index, senses.map { score(hits[index], $0, reach) })
    }
    return Judgement(hits: hits, verdicts: verdicts, alertOn: alertOn)
  }

  private func verdict(_ index: Int, _ scores: [Score]) -> Verdict {
    let highest = scores.map(\.points).max() ?? 0
    let winners = scores.filter { $0.points == highest }
    guard highest > 0, winners.count == 1 else {
      return Verdict(hit: index, meaning: KeywordDefinition.unclear, because: [], scores: scores)
    }
    return Verdict(
      hit: index, meaning: winners[0].meaning, because: winners[0].because, scores: scores)
  }

  private func score(_ hit: Hit, _ sense: Sense, _ reach: SenseReach) -> Score {
    var score = Score(meaning: sense.name, points: 0, because: [])
    for word in sense.words {
      guard let place = reach.place(of: word, for: hit) else { continue }
      score.points += reach.text.segments[place.segment].field == .title ? 2 : 1
      score.because.append(place)
    }
    return score
  }
}
