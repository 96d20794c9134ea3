import FoundationEssentials
import Logging
import PantauCore
import PantauHTTP
import PantauStore

extension Response {
  /// What `Retry-After` asks for, in seconds; nil where it is not there.
  func retryAfterSeconds(received: Date) -> Double? {
    PollHeaders(retryAfter: headers.bytes("Retry-After"), date: headers.bytes("Date"))
      .retryAfterSeconds(received: received).map { Double($0) }
  }
}

extension FetchResult {
  /// The hosts to be left in peace until then: the one that answered, and the one that was asked,
  /// for its other addresses are likely to lead to the same one.
  func rests(until: Date) -> [HostRest] {
    let hosts = [hops.first?.url ?? finalURL, finalURL].compactMap { URLParts($0)?.host }
    return Set(hosts).map { HostRest(host: $0, until: until) }
  }

  /// The hosts to be left in peace because an article, a part or a `robots.txt` was answered with
  /// 429.
  private var rests: [HostRest] {
    guard case .response(let response) = outcome, response.status == 429 else { return [] }
    let asked = response.retryAfterSeconds(received: receivedAt)
    let seconds = min(
      asked ?? PollingRules.throttleFirst.inSeconds, PollingRules.dayCeiling.inSeconds)
    return rests(until: receivedAt.addingTimeInterval(seconds))
  }

  /// Has the hosts left in peace that asked for it, over a restart too; for whatever is no poll of a
  /// feed, which stores its own.
  func noteRests(_ loop: PollLoop, _ store: Store, now: Date, _ logger: Logger) {
    let rests = self.rests
    guard !rests.isEmpty else { return }
    loop.rest(rests)
    do throws(StoreError) {
      try store.note(rests, now: now)
    } catch {
      logger.warning(
        "a host's wish for fewer requests holds until a restart only",
        metadata: ["error": "\(error)"])
    }
  }
}
