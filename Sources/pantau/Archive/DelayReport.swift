import FoundationEssentials
import PantauCore
import PantauStore

/// How long alerts took from one point of their way to the next, over many alerts.
struct DelayReport {
  /// From the feed's date of the item to its last byte here: how often the feed is asked.
  private(set) var publishedToSeen = DelayDistribution()
  /// From the item's last byte to the alert.
  private(set) var seenToRaised = DelayDistribution()
  /// From the alert to its receiver, by channel.
  private(set) var raisedToSent: [String: DelayDistribution] = [:]
  /// From the alert to its receiver, whatever the channel.
  private(set) var raisedToAnySent = DelayDistribution()
  /// From the feed's date of the item to the receiver, whatever the channel.
  private(set) var publishedToSent = DelayDistribution()

  /// Starts without alerts.
  init() {}

  /// Counts all alerts of the log.
  init(of store: Store) throws(StoreError) {
    var reader = AlertReader(store)
    while true {
      let page = try reader.nextPage()
      guard !page.isEmpty else { return }
      for alert in page {
        let sendings = try store.sendings(ofAlert: alert.sequence)
        if let times = AlertTimes(alert, sendings) { add(times) }
      }
    }
  }

  /// Counts an alert.
  mutating func add(_ times: AlertTimes) {
    if let published = times.published {
      publishedToSeen.add(times.seen.timeIntervalSince(published))
    }
    seenToRaised.add(times.raised.timeIntervalSince(times.seen))
    for sending in times.sendings {
      let delay = sending.sent.timeIntervalSince(times.raised)
      raisedToAnySent.add(delay)
      raisedToSent[sending.channel, default: DelayDistribution()].add(delay)
      if let published = times.published {
        publishedToSent.add(sending.sent.timeIntervalSince(published))
      }
    }
  }

  /// The table for people: one line for each part of the way, and for each channel.
  var lines: [String] {
    var table = Table(header: ["FROM", "TO", "ALERTS", "MEDIAN", "95 %", "99 %"])
    func add(_ from: String, _ to: String, _ delays: DelayDistribution) {
      let cells = delays.quantiles([0.5, 0.95, 0.99])?.map(Self.text) ?? ["-", "-", "-"]
      table.add([from, to, "\(delays.count)"] + cells)
    }
    add("published", "seen", publishedToSeen)
    add("seen", "raised", seenToRaised)
    for (channel, delays) in raisedToSent.sorted(by: { $0.key < $1.key }) {
      add("raised", "sent, \(channel)", delays)
    }
    add("raised", "sent, all channels", raisedToAnySent)
    add("published", "sent, all channels", publishedToSent)
    return table.lines
  }

  private static func text(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1_000).rounded())) ms" }
    if seconds < 10 { return SimulationReport.decimal(seconds, 1) + " s" }
    return DurationText.spoken(.seconds(seconds))
  }
}
