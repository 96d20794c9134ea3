/// How long something took, over many cases.
public struct DelayDistribution: Sendable, Hashable {
  /// The delays in seconds, in no order.
  private var delays: [Double] = []

  /// Takes nothing yet.
  public init() {}

  /// Counts one case; a delay below zero, which a wrong clock or date gives, is none.
  public mutating func add(_ seconds: Double) {
    if seconds >= 0, seconds.isFinite { delays.append(seconds) }
  }

  /// How many cases there are.
  public var count: Int { delays.count }

  /// All delays together, in seconds.
  public var sum: Double { delays.reduce(0, +) }

  /// The delays that the given shares of the cases stay within, in seconds, by nearest rank; nil
  /// without any case.
  ///
  /// - Parameter shares: from 0 to 1.
  /// - Returns: one delay a share.
  public func quantiles(_ shares: [Double]) -> [Double]? {
    guard !delays.isEmpty else { return nil }
    let sorted = delays.sorted()
    return shares.map { share in
      let rank = Int((share * Double(sorted.count)).rounded(.up))
      return sorted[min(max(rank, 1), sorted.count) - 1]
    }
  }

  /// How many cases took at most so long, for each bound in seconds.
  public func counts(upTo bounds: [Double]) -> [Int] {
    bounds.map { bound in delays.count { $0 <= bound } }
  }
}
