import PantauCore
import PantauStore

/// What somebody sees who follows the link of a message.
struct AcknowledgementPage {
  let logged: LoggedAlert
  let text: PageText

  private static let layout = Layout(root: "../")

  private var name: HTML {
    guard let alert = logged.alert else { return "" }
    return """
      <article>
      <p class="meta">\(text.time(alert.time)) \(AlertEntry.marks(of: alert, logged, root: "../"))</p>
      <h2 dir="auto">\(text.headline(of: alert))</h2>
      <p class="source"><bdi>\(alert.feed.name)</bdi> · <a class="details" \
      href="../alerts/\(alert.id)">Details</a></p>
      \(AlertEntry.passages(alert.matches))
      </article>
      """
  }

  /// Asks first: mail scanners and link previews follow links, and must not acknowledge.
  func question() -> PageResponse {
    if let earlier = logged.acknowledgement { return already(earlier) }
    return Self.layout.response(
      "Acknowledge this alert?",
      """
      <h1>Acknowledge this alert?</h1>
      \(name)
      <p>It then does not go on to another channel.</p>
      <form class="acknowledge" method="post"><button>Acknowledge</button></form>
      """)
  }

  /// It is done.
  func done() -> PageResponse {
    Self.layout.response(
      "Acknowledged",
      """
      <h1>Acknowledged</h1>
      <p role="status">The alert is acknowledged; it does not go on to another channel.</p>
      \(name)
      """)
  }

  /// Somebody was first.
  func already(_ earlier: Acknowledgement) -> PageResponse {
    Self.layout.response(
      "Already acknowledged",
      """
      <h1>Already acknowledged</h1>
      <p role="status">By <bdi>\(earlier.author)</bdi>, \(text.time(earlier.time)).</p>
      \(name)
      """)
  }
}
