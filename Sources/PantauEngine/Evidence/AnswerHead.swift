import FoundationEssentials
import PantauCore
import PantauHTTP

/// Where, when and with which header a document came.
struct AnswerHead: Sendable {
  /// The URL without user info and without what the operator marked as secret.
  let shownURL: String
  /// The URL that relative links of the document are resolved against.
  let url: String
  let receivedAt: Date
  /// The status line and the header fields; nil for a file.
  let lines: [UInt8]?
  let contentType: String?

  /// The head of an answer whose URL holds no secrets.
  init(_ result: FetchResult, _ response: Response) {
    self.init(result, response, shownURL: result.finalURL)
  }

  /// The head of a feed's answer.
  ///
  /// A redirect may have taken secret query values along under other names, so then none is shown.
  init(_ result: FetchResult, _ response: Response, of feed: FeedSettings, isOriginal: Bool) {
    let hasSecrets = feed.shownURL != feed.url
    let final = hasSecrets ? String(result.finalURL.prefix { $0 != "?" }) : result.finalURL
    self.init(
      result, response, shownURL: isOriginal && result.hops.isEmpty ? feed.shownURL : final)
  }

  /// The head of what a file held.
  init(file: FeedSettings, at receivedAt: Date) {
    (shownURL, url) = (file.shownURL, file.url)
    self.receivedAt = receivedAt
    (lines, contentType) = (nil, nil)
  }

  private init(_ result: FetchResult, _ response: Response, shownURL: String) {
    self.shownURL = shownURL
    url = result.finalURL
    receivedAt = result.receivedAt
    contentType = response.headers.first("Content-Type")
    var lines = Array("HTTP/\(result.httpVersion ?? "1.1") \(response.status) \r\n".utf8)
    for field in response.headers.fields {
      lines += Array("\(field.name): ".utf8) + field.value + [0x0D, 0x0A]
    }
    self.lines = lines
  }
}
