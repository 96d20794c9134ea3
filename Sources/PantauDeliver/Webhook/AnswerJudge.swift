/// What an answer to a delivery means.
///
/// 2xx alone is success. What concerns the receiver as a whole (no answer, redirect, 401, 403, 404,
/// 408, 425, 429, 5xx) pauses the channel; another 4xx concerns the one message.
enum AnswerJudge {
  static func result(of answer: HTTPAnswer, from place: String) -> SendResult {
    switch answer {
    case .interrupted: .interrupted
    case .failed(let reason): .channelFailed(reason)
    case .answered(let status, let retryAfter, _): result(status, retryAfter, place)
    }
  }

  private static func result(
    _ status: Int, _ retryAfter: Duration?, _ place: String
  ) -> SendResult {
    switch status {
    case 200..<300: .delivered
    case 300..<400:
      .channelFailed(
        """
        \(place) answered \(status), a redirect, which is not followed; set the channel's "url" to \
        its new place.
        """, retryAfter: retryAfter)
    case 401, 403:
      .channelFailed(
        "\(place) answered \(status); check the channel's secret, token and headers.",
        retryAfter: retryAfter)
    case 404:
      .channelFailed("\(place) answered 404; check the channel's \"url\".", retryAfter: retryAfter)
    case 410: .disabled("\(place) answered 410: it wants no messages any more.")
    case 408, 425, 429, 500...:
      .channelFailed("\(place) answered \(status).", retryAfter: retryAfter)
    default: .refused("\(place) answered \(status).")
    }
  }

  /// Where a URL leads, without its user info, path and query: those may hold tokens.
  static func place(of url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].isEmpty else { return "the receiver" }
    let host = parts[2].prefix { $0 != "?" && $0 != "#" }
    return "\(parts[0])//\(host.split(separator: "@").last ?? host)/…"
  }
}
