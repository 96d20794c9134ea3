import FoundationEssentials

/// Tells items that were taken out of a feed from those that left it as the oldest do.
///
/// One with several older ones still shown was taken out. With few of them left, which sites may pin to
/// the top, it may as well have been pushed out by a new one, have grown too old for a feed that shows
/// the last day or two, or have gone with others when the feed was made shorter.
struct Vanishing {
  /// The items that are gone, ascending.
  private let gone: [Int64]
  private let current: Set<Int64>
  private let hasNews: Bool
  private let last: Date
  private let now: Date

  /// More older items than a site pins.
  private static let surrounding = 4
  /// More that go together were cut off.
  private static let maxAtEnd = 2
  /// Feeds show the items of whole half days, and are made anew now and then.
  private static let windowUnit: TimeInterval = 12 * 3_600
  private static let windowSlack: TimeInterval = 3_600

  /// Compares two documents of a feed.
  ///
  /// - Parameters:
  ///   - before: the items that the last one showed; numbers grow from the oldest on.
  ///   - current: those that this one shows.
  ///   - last: when the last one came.
  ///   - now: when this one came.
  init(_ before: Set<Int64>, _ current: Set<Int64>, last: Date, now: Date) {
    self.current = current
    (self.last, self.now) = (last, now)
    gone = before.subtracting(current).sorted()
    hasNews = !current.isSubset(of: before)
  }

  /// The items that vanished, ascending.
  ///
  /// - Parameter date: gives an item's own date; nil where it is not kept any more.
  /// - Returns: their numbers.
  /// - Throws: what `date` throws.
  func items(date: (Int64) throws -> Date?) rethrows -> [Int64] {
    guard !gone.isEmpty, !current.isEmpty else { return [] }
    let older = Self.ranks(of: gone, in: current.sorted())
    let atEnd = zip(gone, older).filter { $0.1 < Self.surrounding }.map(\.0)
    let surrounded = gone.dropFirst(atEnd.count)
    guard !hasNews, atEnd.count <= Self.maxAtEnd else { return Array(surrounded) }
    let taken = try atEnd.filter { id in try date(id).map { !hasOutgrown($0) } ?? false }
    return taken + surrounded
  }

  /// How many of the ascending `others` are smaller than each of the ascending `numbers`.
  private static func ranks(of numbers: [Int64], in others: [Int64]) -> [Int] {
    var rank = 0
    return numbers.map { number in
      while rank < others.count, others[rank] < number { rank += 1 }
      return rank
    }
  }

  /// Whether an item reached a whole number of half days between the two documents.
  private func hasOutgrown(_ date: Date) -> Bool {
    let then = max(0, last.timeIntervalSince(date) - Self.windowSlack) / Self.windowUnit
    let since = now.timeIntervalSince(date) / Self.windowUnit
    return since.rounded(.down) > then.rounded(.down)
  }
}
