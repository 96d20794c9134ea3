import FoundationEssentials
import PantauCore
import PantauHTTP
import PantauParse

/// What is shown of a feed that was read only to see that it is one.
struct ParsedFeedSummary {
  var title: String?
  var format: String
  var items: Int
  var newest: Date?

  /// nil where the answer is no feed.
  init?(_ response: Response, url: String) {
    guard let summary = try? ParsedFeedSummary(parsing: response, url: url) else { return nil }
    self = summary
  }

  init(parsing response: Response, url: String) throws(NotAFeed) {
    let feed = try FeedParser.parse(
      response.body, contentType: response.headers.first("Content-Type"), url: url)
    title = feed.title
    format = feed.format.rawValue
    items = feed.items.count
    newest = feed.items.compactMap { $0.published ?? $0.updated }.max()
  }
}
