/// Finds the name somebody probably meant, for messages such as `did you mean "severity"?`.
public enum NearestName {
  /// The candidate that takes the fewest single-letter changes (insert, remove, replace, swap
  /// neighbours), case aside.
  ///
  /// - Returns: nil when the best one needs more changes than a third of the longer name's letters,
  ///   rounded up, for then it is no slip of the finger. Of equals the first wins.
  public static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(name.lowercased().prefix(maxLetters))
    var best: (name: String, changes: Int)?
    for candidate in candidates {
      let others = Array(candidate.lowercased().prefix(maxLetters))
      let changes = distance(letters, others)
      guard changes <= (max(letters.count, others.count) + 2) / 3 else { continue }
      if best.map({ changes < $0.changes }) ?? true { best = (candidate, changes) }
    }
    return best?.name
  }

  /// Longer names are compared by their first letters: the cost is quadratic.
  private static let maxLetters = 80

  /// The optimal string alignment distance.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in left.indices {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for j in right.indices {
        var changes = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          changes = min(changes, beforeLast[j - 1] + 1)
        }
        row.append(changes)
      }
      beforeLast = last
      last = row
    }
    return last[right.count]
  }
}
