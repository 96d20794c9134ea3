/// What changed between two texts, word by word: `naik [-dua-] {+tiga+} persen`.
public enum WordDiff {
  private static let maxWords = 4_000

  /// The newer text with what was taken out and put in; words are what stands between spaces.
  ///
  /// Of texts of more than 4,000 words only the first so many are compared.
  public static func text(from old: String, to new: String) -> String {
    let (before, after) = (words(of: old), words(of: new))
    var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var writer = Writer()
    var (i, j) = (0, 0)
    while i < before.count || j < after.count {
      if removed.contains(i) {
        writer.add(before[i], .removed)
        i += 1
      } else if inserted.contains(j) {
        writer.add(after[j], .inserted)
        j += 1
      } else {
        writer.add(after[j], .kept)
        (i, j) = (i + 1, j + 1)
      }
    }
    return writer.finished
  }

  private static func words(of text: String) -> [Substring] {
    Array(text.split(separator: " ", maxSplits: maxWords, omittingEmptySubsequences: true))
  }

  private struct Writer {
    enum Mark { case kept, removed, inserted }

    private var text = ""
    private var mark = Mark.kept

    mutating func add(_ word: Substring, _ next: Mark) {
      if next != mark { text += ending }
      if !text.isEmpty { text += " " }
      if next != mark { text += next == .removed ? "[-" : next == .inserted ? "{+" : "" }
      mark = next
      text += word
    }

    var finished: String { text + ending }

    private var ending: String {
      switch mark {
      case .kept: ""
      case .removed: "-]"
      case .inserted: "+}"
      }
    }
  }
}
