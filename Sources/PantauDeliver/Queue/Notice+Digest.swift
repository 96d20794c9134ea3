import FoundationEssentials
import PantauCore
import PantauStore

extension Notice {
  /// Titles that a digest's sentence names; the rest is counted.
  private static let shownTitles = 5

  /// One message for many alerts.
  ///
  /// - Parameters:
  ///   - id: a ULID.
  ///   - time: now.
  ///   - messages: the alerts, oldest first; not empty.
  ///   - maxBytes: how long its data may be; nil: any length.
  /// - Returns: the digest, and how many of the messages it holds, at least one.
  static func digest(
    id: String, time: Date, of messages: ArraySlice<Delivery>, maxBytes: Int?
  ) -> (notice: Notice, count: Int) {
    var count = messages.count
    while true {
      let object = digestObject(id, time, messages.prefix(count))
      guard let maxBytes, object.utf8.count > maxBytes, count > 1 else {
        return (Notice(id: id, type: AlertDigest.type, time: time, object: object), count)
      }
      // In proportion, and a little less, so that few rounds are needed.
      count = max(1, min(count - 1, count * maxBytes / object.utf8.count))
    }
  }

  private static func digestObject(
    _ id: String, _ time: Date, _ messages: ArraySlice<Delivery>
  ) -> String {
    let alerts = messages.compactMap { OutgoingMessage($0).alert }
    let digest = AlertDigest(id: id, time: time, alerts: alerts)
    var json = JSONWriter()
    digest.write(to: &json, text: sentence(alerts, of: messages))
    return json.text
  }

  /// How many alerts of which keywords, the first titles, and where the rest is.
  private static func sentence(_ alerts: [Alert], of messages: ArraySlice<Delivery>) -> String {
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
    let since = messages.first.map { ISO8601.text($0.raisedAt) } ?? ""
    return """
      \(messages.count.of("alert")): \(keywords). First: \(titles). \
      `pantau alerts --since \(since)` lists them all.
      """
  }
}
