import PantauConfig
import PantauHTTP
import PantauStore

/// Feeds' URLs as listings show them: without user info, and without the query values that the
/// configuration calls secret.
struct ShownFeeds {
  /// Those URLs of the configuration that are shown otherwise than written, and how.
  private let shown: [String: String]

  init(_ configuration: Configuration) {
    var shown: [String: String] = [:]
    for feed in configuration.feeds
    where feed.url.contains("@") || !feed.secretParameters.isEmpty {
      shown[feed.url] = feed.shownURL
    }
    self.shown = shown
  }

  /// The feeds with URLs to be shown.
  func of(_ feeds: [StoredFeed]) -> [StoredFeed] {
    feeds.map { feed in
      var feed = feed
      feed.url = url(feed.url)
      return feed
    }
  }

  /// A URL as it is shown.
  func url(_ url: String) -> String { shown[url] ?? RedactedURL.text(url) }

  /// The URL that is shown so, or is written so.
  func written(_ url: String) -> String { shown.first { $0.value == url }?.key ?? url }
}
