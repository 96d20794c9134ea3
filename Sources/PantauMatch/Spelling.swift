/// How near two spellings are, for suggestions.
enum Spelling {
  /// The candidate with the fewest single-letter changes; the first of equals.
  static func nearest(to word: String, among candidates: [String]) -> String {
    candidates.min { distance(word, $0) < distance(word, $1) } ?? ""
  }

  /// Letters added, left out or exchanged between two words (Levenshtein), on their first 64.
  static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.unicodeScalars.prefix(64))
    let right = Array(right.unicodeScalars.prefix(64))
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let changed = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
