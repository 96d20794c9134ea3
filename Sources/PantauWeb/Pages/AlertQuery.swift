import FoundationEssentials
import PantauCore
import PantauStore

/// Which alerts a reader asks for, by the query of the address.
struct AlertQuery {
  /// The names, as they stand in the address.
  static let names = ["keyword", "feed", "severity", "since", "before", "limit"]

  let keyword: String?
  let feed: String?
  let severity: Severity?
  /// As written: `24h`, `2026-11-01`.
  let since: String?
  /// Only alerts before this place in the log.
  let before: Int64?
  /// At most so many, the youngest.
  let limit: Int
  private let start: Date?

  /// Reads a query.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - limits: how many alerts are given unasked and at most.
  ///   - date: reads a duration before now, a day or an instant.
  /// - Throws: ``Refusal`` where something cannot be read.
  init(
    _ request: PageRequest, limits: (usual: Int, most: Int), date: (String) -> Date?
  ) throws(Refusal) {
    if let unknown = request.query.first(where: { !Self.names.contains($0.name) }) {
      throw Refusal(
        .badRequest,
        "nothing is known of \"\(unknown.name)\"; "
          + "these can be given: \(Self.names.joined(separator: ", "))")
    }
    keyword = request.value("keyword")
    feed = request.value("feed")
    severity = try Self.read(request, "severity", "low, normal or high") { Severity(rawValue: $0) }
    since = request.value("since")
    start = try Self.read(request, "since", "a duration such as 24h, or a day such as 2026-11-01") {
      date($0)
    }
    before = try Self.read(request, "before", "a place in the log") { Int64($0) }
    limit =
      try Self.read(request, "limit", "a number from 1 to \(limits.most)") {
        Int($0).flatMap { (1...limits.most).contains($0) ? $0 : nil }
      } ?? limits.usual
  }

  private static func read<Value>(
    _ request: PageRequest, _ name: String, _ wanted: String, _ read: (String) -> Value?
  ) throws(Refusal) -> Value? {
    guard let text = request.value(name) else { return nil }
    if let value = read(text) { return value }
    throw Refusal(.badRequest, "\"\(name)\" takes \(wanted), not \"\(text)\"")
  }

  /// What the archive is asked: one alert more than is shown tells whether there are others.
  var filter: AlertFilter {
    var filter = AlertFilter(since: start, keyword: keyword, feed: feed, limit: limit + 1)
    filter.severity = severity
    filter.before = before
    return filter
  }

  /// Whether it asks for the newest of all.
  var isEmpty: Bool { query(before: nil).isEmpty && before == nil }

  /// The same query for the alerts before a place in the log; nil: for the newest.
  func query(before place: Int64?, limit: Int? = nil) -> String {
    FormText.query([
      FormText.Pair("keyword", keyword ?? ""), FormText.Pair("feed", feed ?? ""),
      FormText.Pair("severity", severity?.rawValue ?? ""), FormText.Pair("since", since ?? ""),
      FormText.Pair("before", place.map { "\($0)" } ?? ""),
      FormText.Pair("limit", limit.map { "\($0)" } ?? ""),
    ])
  }
}

/// A page of the log, the newest alert first.
struct AlertPage {
  let alerts: [LoggedAlert]
  /// The query's `before` for the page behind it; nil where there is none.
  let next: Int64?

  /// Reads it.
  init(_ query: AlertQuery, _ archive: Store) throws(StoreError) {
    let found = Array(try archive.alerts(query.filter).reversed())
    alerts = Array(found.prefix(query.limit))
    next = found.count > query.limit ? alerts.last?.sequence : nil
  }
}
