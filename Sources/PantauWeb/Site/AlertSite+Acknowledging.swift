import PantauCore
import PantauDeliver
import PantauStore

extension AlertSite {
  /// Who acknowledges by a link: it does not say.
  private static let author = "link"

  /// The page behind a link: GET asks, POST acknowledges.
  ///
  /// Without a good signature neither says anything of the alert, and a POST from elsewhere does
  /// nothing.
  func acknowledging(_ request: PageRequest, alert id: String) throws -> PageResponse {
    let layout = Layout(root: "../")
    guard let links = settings.links else {
      return layout.problem(
        .notFound, "There are no such links here",
        "They are made where web.publicURL is set. Acknowledge with `pantau ack`.")
    }
    let verdict = links.verdict(
      alert: id, until: request.value("until") ?? "", signature: request.value("signature") ?? "",
      now: settings.clock())
    switch verdict {
    case .wrong:
      return layout.problem(
        .forbidden, "This link is not from this pantau",
        "Open it as it stands in the message, whole; or acknowledge with `pantau ack`.")
    case .expired:
      return layout.problem(
        .gone, "This link is no longer good",
        "Links are good for seven days. Acknowledge with `pantau ack \(id)`.")
    case .good: break
    }
    guard let logged = try archive.alert(id) else { return unknownAlert() }
    let page = AcknowledgementPage(logged: logged, text: text)
    guard request.method == "POST" else { return page.question() }
    switch try writing.acknowledge(
      id, Acknowledgement(time: settings.clock(), author: Self.author))
    {
    case .done: return page.done()
    case .already(let earlier): return page.already(earlier)
    case .unknown: return unknownAlert()
    }
  }
}
