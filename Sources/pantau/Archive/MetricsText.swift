import PantauCore
import PantauStore

/// Metrics in the text format of Prometheus (exposition format 0.0.4).
struct MetricsText {
  /// What is written, each line ended.
  private(set) var text = ""

  /// The upper bounds of the delays' buckets, in seconds: from ours, which are milliseconds, to
  /// those of feeds, which are hours.
  private static let bounds = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1_800, 3_600, 10_800,
    21_600, 86_400,
  ]

  /// Writes all metrics of an archive: reads its whole alert log.
  init(of store: Store) throws(StoreError) {
    add(try DelayReport(of: store))
    add(try store.deliveryCounts())
  }

  /// Writes the delays of alerts as histograms.
  mutating func add(_ report: DelayReport) {
    let name = "pantau_alert_delay_seconds"
    describe(name, "How long alerts took from one point of their way to the next.", "histogram")
    add(name, [("stage", "published_to_seen")], report.publishedToSeen)
    add(name, [("stage", "seen_to_raised")], report.seenToRaised)
    for (channel, delays) in report.raisedToSent.sorted(by: { $0.key < $1.key }) {
      add(name, [("stage", "raised_to_sent"), ("channel", channel)], delays)
    }
  }

  /// Writes how many messages each channel has in each state.
  mutating func add(_ counts: [DeliveryCount]) {
    let name = "pantau_deliveries"
    describe(name, "Messages of the outbox that wait, and dead letters.", "gauge")
    for count in counts {
      sample(
        name, [("channel", count.channel), ("state", count.state.rawValue)], "\(count.messages)")
    }
  }

  private mutating func add(
    _ name: String, _ labels: [(String, String)], _ delays: DelayDistribution
  ) {
    for (bound, count) in zip(Self.bounds, delays.counts(upTo: Self.bounds)) {
      sample(name + "_bucket", labels + [("le", "\(bound)")], "\(count)")
    }
    sample(name + "_bucket", labels + [("le", "+Inf")], "\(delays.count)")
    sample(name + "_sum", labels, "\(delays.sum)")
    sample(name + "_count", labels, "\(delays.count)")
  }

  private mutating func describe(_ name: String, _ help: String, _ type: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    let shown = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    text += "\(name){\(shown)} \(value)\n"
  }

  /// Backslashes, quotes and line ends, as the format asks.
  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
