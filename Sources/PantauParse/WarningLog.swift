/// Collects what was odd in a document, bounded.
struct WarningLog {
  private let limit: Int
  private(set) var kept: [String] = []
  private var more = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether another sentence would be kept.
  var hasRoom: Bool { kept.count < limit }

  /// Adds a sentence; `message` is made only where it is kept.
  mutating func add(_ message: @autoclosure () -> String) {
    guard kept.count < limit else {
      more += 1
      return
    }
    let text = message()
    if kept.last != text { kept.append(text) }
  }

  /// Puts sentences in at an index, for they are about what comes before the others.
  mutating func insert(_ sentences: [String], at index: Int) {
    kept.insert(contentsOf: sentences, at: min(index, kept.count))
    guard kept.count > limit else { return }
    more += kept.count - limit
    kept.removeLast(kept.count - limit)
  }

  /// Adds a sentence about a place.
  mutating func add(line: Int, column: Int, _ message: @autoclosure () -> String) {
    add("line \(line), column \(column): \(message())")
  }

  /// The sentences, and how many were left out.
  var sentences: [String] {
    more == 0 ? kept : kept + ["and \(more) more oddities of the kinds above or others"]
  }
}
