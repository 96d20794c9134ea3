/// Gathers the delays of one run, or of several with other chance, and what they cost.
public struct DelayTally: Sendable {
  private var delays: [Float] = []
  private var sum = 0.0
  private var runs = 0
  private var allRequests = 0
  private var allMissed = 0

  init() {}

  mutating func startRun() { runs += 1 }
  mutating func addRequest() { allRequests += 1 }
  mutating func addMissed(_ items: Int) { allMissed += items }

  mutating func add(_ delay: Double) {
    delays.append(Float(delay))
    sum += delay
  }

  /// How many requests were made, as a mean of the runs.
  public var requests: Int { Int(requestsPerRun.rounded()) }
  package var requestsPerRun: Double { Double(allRequests) / Double(max(runs, 1)) }
  /// How many items had left the feed's window before they were seen, as a mean of the runs.
  public var missed: Int { perRun(allMissed) }
  /// How many items were found, as a mean of the runs.
  public var found: Int { perRun(delays.count + allMissed) - missed }
  /// The mean delay from publication to discovery, in seconds; 0 without items.
  public var mean: Double { delays.isEmpty ? 0 : sum / Double(delays.count) }
  /// Requests for each new item; 0 without items.
  public var requestsPerItem: Double {
    delays.isEmpty ? 0 : Double(allRequests) / Double(delays.count)
  }

  private func perRun(_ count: Int) -> Int {
    Int((Double(count) / Double(max(runs, 1))).rounded())
  }

  /// The delays that the given shares of the items stay within, in seconds.
  func quantiles(_ shares: [Double]) -> [Double] {
    guard !delays.isEmpty else { return shares.map { _ in 0 } }
    let sorted = delays.sorted()
    return shares.map { share in
      Double(sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)])
    }
  }
}
