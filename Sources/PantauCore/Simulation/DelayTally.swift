/// Gathers the delays of one run and what they cost.
public struct DelayTally: Sendable {
  private var delays: [Float] = []
  private var sum = 0.0
  /// How many requests were made.
  public internal(set) var requests = 0
  /// How many items had left the feed's window before they were seen.
  public internal(set) var missed = 0

  init() {}

  mutating func add(_ delay: Double) {
    delays.append(Float(delay))
    sum += delay
  }

  /// Puts another run's figures to these.
  mutating func add(_ other: DelayTally) {
    delays += other.delays
    sum += other.sum
    requests += other.requests
    missed += other.missed
  }

  /// How many items were found.
  public var found: Int { delays.count }
  /// The mean delay from publication to discovery, in seconds; 0 without items.
  public var mean: Double { delays.isEmpty ? 0 : sum / Double(delays.count) }
  /// Requests for each new item; 0 without items.
  public var requestsPerItem: Double { found == 0 ? 0 : Double(requests) / Double(found) }

  /// The delays that the given shares of the items stay within, in seconds.
  func quantiles(_ shares: [Double]) -> [Double] {
    guard !delays.isEmpty else { return shares.map { _ in 0 } }
    let sorted = delays.sorted()
    return shares.map { share in
      Double(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
  }
}
