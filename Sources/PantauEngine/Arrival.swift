import FoundationEssentials
import PantauHTTP

/// What came of asking for a feed, over HTTP or from a file.
enum Arrival: Sendable {
  case fetched(FetchResult)
  case file(FeedFile.Reading, at: Date)

  /// When the last byte was there.
  var receivedAt: Date {
    switch self {
    case .fetched(let result): result.receivedAt
    case .file(_, let date): date
    }
  }
}
