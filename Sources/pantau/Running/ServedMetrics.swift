import PantauCore
import PantauStore
import Synchronization

/// The metrics as the page serves them.
///
/// They read the whole alert log, some 20 µs an alert, so that a text is kept for a while: whoever
/// asks more often gets the same one.
final class ServedMetrics: Sendable {
  private let archive: Store
  private let last = Mutex<(text: String, end: MonotonicInstant)?>(nil)

  /// How long a text is kept.
  private static let keptTime: Duration = .seconds(15)

  init(_ archive: Store) { self.archive = archive }

  /// The text, at most ``keptTime`` old.
  func text() throws(StoreError) -> String {
    if let last = last.withLock({ $0 }), .now < last.end { return last.text }
    let text = try MetricsText(of: archive).text
    last.withLock { $0 = (text, .now + Self.keptTime) }
    return text
  }
}
