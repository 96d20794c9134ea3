import PantauCore
import PantauStore

extension OutgoingMessage {
  /// Titles that a summary names; the rest is counted.
  private static let shownTitles = 5

  /// One message that stands for many, for channels that people read: how many alerts of which
  /// keywords, and the titles of the first.
  ///
  /// - Parameter deliveries: the messages, oldest first; not empty.
  /// - Returns: a message of type `digest` under the first one's id.
  static func summary(of deliveries: [Delivery]) -> OutgoingMessage? {
    guard let first = deliveries.first else { return nil }
    let alerts = deliveries.compactMap { OutgoingMessage($0).alert }
    var counts: [(keyword: String, count: Int)] = []
    for keyword in alerts.flatMap(\.keywords) {
      if let place = counts.firstIndex(where: { $0.keyword == keyword }) {
        counts[place].count += 1
      } else {
        counts.append((keyword, 1))
      }
    }
    let keywords = counts.prefix(20).map { "\($0.keyword) (\($0.count))" }.joined(separator: ", ")
    let titles = alerts.prefix(shownTitles).map { AlertText.title(of: $0) }.joined(separator: "; ")
    let text = """
      \(deliveries.count) alerts: \(keywords). First: \(titles). \
      `pantau alerts --since \(ISO8601.text(first.raisedAt))` lists them all.
      """
    var json = JSONWriter()
    json.object {
      $0.name("id")
      $0.value(first.messageID)
      $0.name("text")
      $0.value(text)
      $0.name("count")
      $0.value(deliveries.count)
      $0.name("alerts")
      $0.value(deliveries.map(\.messageID))
    }
    return OutgoingMessage(
      id: first.messageID, type: "digest", time: first.raisedAt, object: json.text)
  }
}
