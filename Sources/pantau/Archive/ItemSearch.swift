import PantauMatch
import PantauStore

/// A search of the archive: the index finds candidates, the matcher decides.
struct ItemSearch {
  private let matcher: Matcher
  private let feeds: [Int64: ArchivedFeed]

  init(_ definition: KeywordDefinition, feeds: [Int64: ArchivedFeed]) throws {
    do throws(KeywordError) {
      matcher = try Matcher([definition])
    } catch {
      throw Fault(.usage, error.description)
    }
    self.feeds = feeds
  }

  /// Gives the items that match, until `show` returns false.
  func run(
    _ request: SearchRequest, in store: Store, show: (SearchResult) throws -> Bool
  ) throws {
    var fault: (any Error)?
    try Fault.failing { () throws(StoreError) in
      try store.search(request) { item in
        let feed = feeds[item.feedID]
        guard let match = matcher.matches(in: MatchInput(item, of: feed)).first else { return true }
        do {
          return try show(SearchResult(item: item, feed: feed, match: match))
        } catch {
          fault = error
          return false
        }
      }
    }
    if let fault { throw fault }
  }
}
