import FoundationEssentials
import PantauCore
import PantauHTTP

extension Response {
  /// What `Retry-After` asks for, in seconds; nil where it is not there.
  func retryAfterSeconds(received: Date) -> Double? {
    PollHeaders(retryAfter: headers.bytes("Retry-After"), date: headers.bytes("Date"))
      .retryAfterSeconds(received: received).map { Double($0) }
  }
}

extension FetchResult {
  /// Until when the host is to be left in peace, for an article, a part or a `robots.txt` was
  /// answered with 429.
  var hostPause: Date? {
    guard case .response(let response) = outcome, response.status == 429 else { return nil }
    let asked = response.retryAfterSeconds(received: receivedAt)
    return receivedAt.addingTimeInterval(
      min(asked ?? PollingRules.throttleFirst.inSeconds, PollingRules.dayCeiling.inSeconds))
  }
}
