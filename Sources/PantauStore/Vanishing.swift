import FoundationEssentials

/// Tells items that were taken out of a feed from those that left it as the oldest do.
///
/// Feeds grow at one end and lose what is too much at the other, so an item that is gone was taken out where
/// one that stood nearer to that end is still there. What sites pin to the top stands at the other
/// end. Without news nothing is pushed out; but the last ones may have grown too old for a feed that shows
/// the last day or two, or have gone together when the feed was made shorter.
struct Vanishing {
  /// Where a document has its news.
  private enum Growth {
    case none
    case top
    /// All that was there stands above.
    case bottom
    /// Here and there, as where sections are joined, or the most read come first.
    case scattered
  }

  /// An item that is gone: how many that stood ahead of it and behind it are still shown.
  private struct Gone {
    var id: Int64
    var ahead: Int
    var behind: Int
  }

  private let gone: [Gone]
  private let growth: Growth
  private let current: [Int64]
  private let last: Date
  private let now: Date

  /// More items than a site pins.
  private static let surrounding = 4
  /// More that go together were cut off.
  private static let maxAtEnd = 2
  /// Feeds show the items of whole half days, and are made anew now and then.
  private static let windowUnit: TimeInterval = 12 * 3_600
  private static let windowSlack: TimeInterval = 3_600

  /// Compares two documents of a feed.
  ///
  /// - Parameters:
  ///   - before: the items that the last one showed, in its order.
  ///   - current: those that this one shows, in its order; numbers grow from the oldest on.
  ///   - last: when the last one came.
  ///   - now: when this one came.
  init(_ before: [Int64], _ current: [Int64], last: Date, now: Date) {
    (self.last, self.now) = (last, now)
    self.current = current.sorted()
    gone = Self.gone(before, self.current)
    growth = gone.isEmpty ? .none : Self.growth(of: current, since: before.sorted())
  }

  /// The items that vanished, ascending.
  ///
  /// - Parameter date: gives an item's own date; nil where it is not kept any more.
  /// - Returns: their numbers.
  /// - Throws: what `date` throws.
  func items(date: (Int64) throws -> Date?) rethrows -> [Int64] {
    guard !current.isEmpty else { return [] }
    let isCutOff = gone.count { isAtEnd($0) } > Self.maxAtEnd
    return try gone.filter { item in
      if isAtEnd(item), growth != .none || isCutOff { return false }
      switch growth {
      case .none, .top:
        if item.behind >= Self.surrounding { return true }
      case .bottom:
        if item.ahead < Self.surrounding { return false }
      case .scattered:
        return item.behind >= Self.surrounding
          && current.firstPlace(notBelow: item.id) >= Self.surrounding
      }
      return try date(item.id).map { !hasOutgrown($0) } ?? false
    }.map(\.id).sorted()
  }

  /// Whether it stood where a document without news may lose its oldest ones, or one with news at the
  /// top does; of few that are left, either end may be that.
  private func isAtEnd(_ item: Gone) -> Bool {
    switch growth {
    case .none: item.behind == 0 || item.ahead == 0 && item.behind < Self.surrounding
    case .top: item.behind == 0
    case .bottom, .scattered: false
    }
  }

  private static func gone(_ before: [Int64], _ current: [Int64]) -> [Gone] {
    var gone: [Gone] = []
    var ids: Set<Int64> = []
    var ahead = 0
    for id in before {
      if current.containsAscending(id) {
        ahead += 1
      } else if ids.insert(id).inserted {
        gone.append(Gone(id: id, ahead: ahead, behind: 0))
      }
    }
    for place in gone.indices { gone[place].behind = ahead - gone[place].ahead }
    return gone
  }

  private static func growth(of current: [Int64], since before: [Int64]) -> Growth {
    let isNew = current.map { !before.containsAscending($0) }
    guard let first = isNew.firstIndex(of: true), let end = isNew.lastIndex(of: true) else {
      return .none
    }
    guard isNew[first...end].allSatisfy({ $0 }) else { return .scattered }
    return end + 1 < current.count ? .top : .bottom
  }

  /// Whether an item reached a whole number of half days between the two documents.
  private func hasOutgrown(_ date: Date) -> Bool {
    let then = max(0, last.timeIntervalSince(date) - Self.windowSlack) / Self.windowUnit
    let since = now.timeIntervalSince(date) / Self.windowUnit
    return since.rounded(.down) > then.rounded(.down)
  }
}

extension [Int64] {
  /// Where the first number stands that is not below another, in ascending numbers.
  fileprivate func firstPlace(notBelow number: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a number is among ascending ones.
  func containsAscending(_ number: Int64) -> Bool {
    let place = firstPlace(notBelow: number)
    return place < count && self[place] == number
  }
}
