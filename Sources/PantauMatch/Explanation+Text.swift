import PantauCore

extension Explanation {
  /// The explanation as people read it: the verdict, then the tree, one part a line.
  public var text: String {
    var lines = [verdict]
    Self.add(root, indent: "", isLast: true, isRoot: true, to: &lines)
    for reason in outOfScope { lines.append("out of scope: \(reason)") }
    for occurrence in occurrences { lines += Self.lines(occurrence) }
    return lines.joined(separator: "\n")
  }

  private var verdict: String {
    let name = keyword.map { "keyword \($0)" } ?? query
    switch matches {
    case true?: return keyword == nil ? "matches: \(name)" : "would alert: \(name)"
    case false?: return keyword == nil ? "does not match: \(name)" : "would not alert: \(name)"
    case nil: return "read as: \(name)"
    }
  }

  private static func add(
    _ node: Node, indent: String, isLast: Bool, isRoot: Bool, to lines: inout [String]
  ) {
    let branch = isRoot ? "" : indent + (isLast ? "└─ " : "├─ ")
    let truth = node.holds.map { $0 ? "yes  " : "no   " } ?? ""
    var line = branch + truth + node.text
    if let note = node.note { line += "  (\(note))" }
    if !node.places.isEmpty { line += ": " + list(node.places) }
    lines.append(line)
    let below = isRoot ? "" : indent + (isLast ? "   " : "│  ")
    for (index, child) in node.children.enumerated() {
      add(
        child, indent: below, isLast: index == node.children.count - 1, isRoot: false, to: &lines)
    }
  }

  /// At most five places; a frequent word has hundreds.
  private static func list(_ places: [Place]) -> String {
    let shown = places.prefix(5).map(\.description).joined(separator: "; ")
    return places.count > 5 ? shown + "; and \(places.count - 5) more" : shown
  }

  private static func lines(_ occurrence: Occurrence) -> [String] {
    let ending = occurrence.isWanted ? "" : " (does not alert)"
    let scores = occurrence.scores.map { score in
      let because = score.because.isEmpty ? "" : ": " + score.because.joined(separator: ", ")
      return "  \(score.meaning) \(score.points)\(because)"
    }
    return ["\(occurrence.place): \(occurrence.meaning)\(ending)"] + scores
  }
}

extension Explanation.Place: CustomStringConvertible {
  /// `"Pajak Bumi" at word 14 of content`.
  public var description: String { "\"\(text)\" at word \(word) of \(field.rawValue)" }
}
