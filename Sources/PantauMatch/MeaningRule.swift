import PantauCore

/// Tells the senses of a keyword apart (DESIGN.md, "Keywords").
///
/// Each occurrence is judged by itself: a sense scores one for each different word or phrase of its
/// query within 25 words, two for one in the title, wherever the keyword stands. The highest score
/// wins; none, or two equal, is `unclear`.
struct MeaningRule: Sendable {
  /// How far the words of a sense may stand from the keyword.
  static let reach = 25

  /// One sense: its name and the terms of its query.
  struct Sense: Sendable {
    let name: String
    /// The terms that speak for it.
    let asked: [QueryNode]
    /// The terms under a NOT: where one is in reach, the sense scores nothing.
    let forbidden: [QueryNode]

    init(name: String, root: Int, of program: QueryProgram) {
      self.name = name
      (asked, forbidden) = program.positiveLeaves(root)
    }
  }

  let senses: [Sense]
  let alertOn: Set<String>?

  /// The fields that the senses look in.
  var fields: FieldSet {
    senses.flatMap { $0.asked + $0.forbidden }.reduce(.bare) { $0.union($1.fields) }
  }

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
    func matches(_ keyword: String, _ text: FoldedText) -> [KeywordMatch] {
      var shown: [Verdict] = []
      for verdict in verdicts where !shown.contains(where: { $0.meaning == verdict.meaning }) {
        shown.append(verdict)
      }
      let ordered =
        shown.filter { isWanted($0.meaning) } + shown.filter { !isWanted($0.meaning) }
      return ordered.map { verdict in
        var match = MatchText.match(keyword, hits, shown: verdict.hit, text)
        match.meaning = verdict.meaning
        match.because = verdict.because.map { MatchText.text($0, text) }
        return match
      }
    }
  }

  /// Judges each occurrence by itself.
  func judge(_ hits: [Hit], _ evaluation: Evaluation, _ program: QueryProgram) -> Judgement {
    let places = senses.map { sense in
      (
        asked: sense.asked.map { Self.places($0, evaluation, program) },
        forbidden: sense.forbidden.map { Self.places($0, evaluation, program) }
      )
    }
    let verdicts = hits.indices.map { index in
      verdict(
        index,
        senses.indices.map { sense in
          score(
            hits[index], sense, places[sense].asked, places[sense].forbidden, evaluation.text)
        })
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

  private static func places(
    _ leaf: QueryNode, _ evaluation: Evaluation, _ program: QueryProgram
  ) -> [Hit] {
    let fields = leaf.fields.isEmpty ? FieldSet.bare : leaf.fields
    return leaf.kind == .regex
      ? evaluation.hits(of: program.regexes[Int(leaf.first)], in: fields)
      : evaluation.hits(of: leaf.first, in: fields)
  }

  private func score(
    _ hit: Hit, _ sense: Int, _ asked: [[Hit]], _ forbidden: [[Hit]], _ text: FoldedText
  ) -> Score {
    var score = Score(meaning: senses[sense].name, points: 0, because: [])
    if forbidden.contains(where: { Self.deciding(hit, $0, text) != nil }) { return score }
    for places in asked {
      guard let place = Self.deciding(hit, places, text) else { continue }
      score.points += text.segments[place.segment].field == .title ? 2 : 1
      score.because.append(place)
    }
    return score
  }

  /// The place of a term that counts for an occurrence.
  ///
  /// One in the title, else the nearest within reach. Fields beside the text (`category:pajak`) have no distance and count wherever they say it.
  private static func deciding(_ hit: Hit, _ places: [Hit], _ text: FoldedText) -> Hit? {
    if let inTitle = places.first(where: { text.segments[$0.segment].field == .title }) {
      return inTitle
    }
    let isBeside: (Hit) -> Bool = { place in
      FieldSet.bare.isDisjoint(with: text.segments[place.segment].fields)
    }
    if let beside = places.first(where: isBeside) { return beside }
    guard !isBeside(hit) else { return nil }
    let nearest = places.min { WordDistance.between($0, hit) < WordDistance.between($1, hit) }
    return nearest.flatMap { WordDistance.between($0, hit) <= reach ? $0 : nil }
  }
}
