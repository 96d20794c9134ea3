import FoundationEssentials
import PantauCore
import PantauStore

/// The way of one alert in time: published, seen, raised, sent.
struct AlertTimes {
  /// What the feed says; nil where it says nothing, or where the item was old when its feed was read
  /// for the first time.
  let published: Date?
  /// When the item's last byte arrived.
  let seen: Date
  /// When the alert was raised.
  let raised: Date
  /// When each channel had it.
  let sendings: [AlertSending]

  /// Reads the object of an alert of the log; nil where it makes no sense.
  init?(_ logged: LoggedAlert, _ sendings: [AlertSending]) {
    guard let alert = logged.alert else { return nil }
    published = alert.old ? nil : alert.item.published
    seen = alert.seen
    raised = alert.time
    self.sendings = sendings
  }

  /// The member `delays` of an alert's object.
  func write(to json: inout JSONWriter) {
    json.object {
      $0.name("publishedToSeenSeconds")
      $0.value(published.map { seen.timeIntervalSince($0) })
      $0.name("seenToRaisedSeconds")
      $0.value(raised.timeIntervalSince(seen))
      $0.name("sent")
      $0.array { list in
        for sending in sendings {
          list.object {
            $0.name("channel")
            $0.value(sending.channel)
            $0.name("time")
            $0.value(sending.sent)
            $0.name("raisedToSentSeconds")
            $0.value(sending.sent.timeIntervalSince(raised))
            $0.name("publishedToSentSeconds")
            $0.value(published.map { sending.sent.timeIntervalSince($0) })
          }
        }
      }
    }
  }
}
