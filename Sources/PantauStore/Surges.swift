public import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// Notes which keywords are watched from now on; those that are known keep their beginning, those
  /// that are gone lose it.
  ///
  /// - Parameters:
  ///   - keywords: all names of the configuration.
  ///   - now: the time.
  /// - Throws: ``StoreError``.
  public func watch(_ keywords: some Collection<String>, now: Date) throws(StoreError) {
    try write { db in
      let known = try String.fetchSet(db, sql: "SELECT keyword FROM keyword_watches")
      let wanted = Set(keywords)
      let delete = try db.cachedStatement(sql: "DELETE FROM keyword_watches WHERE keyword = ?")
      for keyword in known.subtracting(wanted) { try delete.execute(arguments: [keyword]) }
      let insert = try db.cachedStatement(
        sql: "INSERT INTO keyword_watches (keyword, since_ms) VALUES (?, ?)")
      for keyword in wanted.subtracting(known) {
        try insert.execute(arguments: [keyword, now.column])
      }
    }
  }

  /// Surges of keywords, the data of their notices, oldest first; walks the notices.
  ///
  /// - Parameters:
  ///   - since: only those noticed then or later; nil: all.
  ///   - keyword: only those of this keyword; nil: of all.
  /// - Returns: JSON objects.
  /// - Throws: ``StoreError``.
  public func surges(since: Date? = nil, keyword: String? = nil) throws(StoreError) -> [Notice] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, type, time_ms, object FROM notices WHERE type = ? AND time_ms >= ?
            AND (?3 IS NULL OR json_extract(object, '$.keyword') = ?3) ORDER BY seq
          """, arguments: [Alert.surge, since?.column ?? .min, keyword]
      ).map { row in
        Notice(
          id: row[0], type: row[1], time: Date(millisecondsSince1970: Int(row[2] as Int64)),
          object: row[3])
      }
    }
  }
}

/// The statements that find out whether a keyword surges, in the transaction that raised it.
struct SurgeStatements {
  private let now: Date
  private let selectWatch: Statement
  private let countSince: Statement
  private let countDays: Statement
  private let selectLatest: Statement
  private let noteExcess: Statement

  /// Once beyond the limit, a keyword is left alone so long: a storm of alerts is not counted anew
  /// with each.
  private static let rest: TimeInterval = 60

  init(_ db: Database, now: Date) throws {
    self.now = now
    selectWatch = try db.cachedStatement(
      sql: "SELECT since_ms, surge_ms FROM keyword_watches WHERE keyword = ?")
    countSince = try db.cachedStatement(
      sql: """
        SELECT count(*) FROM (SELECT 1 FROM alert_keywords
          WHERE keyword = ? AND counted_ms > ? LIMIT ?)
        """)
    countDays = try db.cachedStatement(
      sql: """
        WITH RECURSIVE day(number) AS (
          SELECT 1 UNION ALL SELECT number + 1 FROM day WHERE number < ?1)
        SELECT (SELECT count(*) FROM alert_keywords WHERE keyword = ?2
            AND counted_ms > ?3 - ?4 - number * 86400000 AND counted_ms <= ?3 - number * 86400000)
        FROM day ORDER BY number
        """)
    selectLatest = try db.cachedStatement(
      sql: """
        SELECT a.object FROM alert_keywords k JOIN alerts a ON a.seq = k.alert_seq
        WHERE k.keyword = ? AND k.counted_ms > ? ORDER BY k.counted_ms DESC, k.alert_seq DESC LIMIT ?
        """)
    noteExcess = try db.cachedStatement(
      sql: "UPDATE keyword_watches SET surge_ms = ? WHERE keyword = ?")
  }

  /// The surge that a keyword's last story began; nil where there is none, or where it has been told.
  ///
  /// By the primary key of `keyword_watches` and the index `alert_keywords_counted`.
  func begun(by keyword: String) throws -> Surge? {
    guard let watch = try Row.fetchOne(selectWatch, arguments: [keyword]),
      let since = Date(column: watch[0])
    else { return nil }
    let lastExcess = Date(column: watch[1])
    guard now.timeIntervalSince(since) >= SurgeRule.firstWatch,
      lastExcess.map({ now.timeIntervalSince($0) >= Self.rest }) ?? true,
      try stories(keyword, atMost: SurgeRule.fewest) == SurgeRule.fewest
    else { return nil }
    let history = try history(of: keyword, since: since)
    let plausible = SurgeRule.plausible(history)
    let stories = try stories(keyword, atMost: plausible + 1)
    guard stories > plausible else { return nil }
    try noteExcess.execute(arguments: [now.column, keyword])
    guard SurgeRule.isOver(lastExcess, now: now) else { return nil }
    return Surge(
      keyword: keyword, time: now, stories: stories, history: history, plausible: plausible,
      latest: try latest(keyword))
  }

  private var hourAgo: Int64 { (now - SurgeRule.hour).column }

  private func stories(_ keyword: String, atMost limit: Int) throws -> Int {
    try Int.fetchOne(countSince, arguments: [keyword, hourAgo, limit]) ?? 0
  }

  /// The same hour of the days before, as far as the keyword was watched then.
  private func history(of keyword: String, since: Date) throws -> SurgeHistory {
    let watched = now.timeIntervalSince(since) - SurgeRule.hour
    let days = min(Int(watched / 86_400), SurgeHistory.mostDays)
    guard days > 0 else { return SurgeHistory(days: []) }
    return SurgeHistory(
      days: try Int.fetchAll(
        countDays,
        arguments: [days, keyword, now.column, Int64(SurgeRule.hour * 1_000)]))
  }

  private func latest(_ keyword: String) throws -> [Surge.Story] {
    try String.fetchAll(selectLatest, arguments: [keyword, hourAgo, Surge.shown]).compactMap {
      Alert(json: try JSONReader.read(Array($0.utf8))).map(Surge.Story.init)
    }
  }
}
