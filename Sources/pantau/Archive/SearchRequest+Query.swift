import PantauMatch
import PantauStore

extension SearchRequest {
  /// What an archive is asked for a query; stems are looked up among its words.
  init(_ query: Query, order: Order = .time, in store: Store) throws(StoreError) {
    var spellings = StemSpellings(query)
    if spellings != nil { try store.forEachWord { spellings?.offer($0) } }
    self.init(expression: query.searchExpression(spellings), order: order)
    isSpelled = spellings != nil
  }
}
