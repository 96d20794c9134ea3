public import FoundationEssentials
import GRDB
public import PantauCore

extension Store {
  /// The hosts that wanted fewer requests and are still to be left alone.
  ///
  /// - Parameter now: now.
  /// - Returns: each host once; none whose rest lies further ahead than any can, by a clock that was
  ///   wrong.
  /// - Throws: ``StoreError``.
  public func hostRests(at now: Date) throws(StoreError) -> [HostRest] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT host, until_ms FROM host_rests WHERE until_ms BETWEEN ? AND ?",
        arguments: [now.column + 1, HostRests.latest(at: now)]
      ).compactMap { row in Date(column: row[1]).map { HostRest(host: row[0], until: $0) } }
    }
  }

  /// Notes that hosts are to be left alone.
  ///
  /// - Throws: ``StoreError``.
  public func note(_ rests: [HostRest], now: Date) throws(StoreError) {
    try write { db in try HostRests.store(rests, now: now, in: db) }
  }
}

/// What stands of hosts that want fewer requests.
enum HostRests {
  /// No rest is longer than a day; a clock may be set back by another meanwhile.
  static func latest(at now: Date) -> Int64 { now.column + 2 * 86_400_000 }

  /// Notes rests, and drops those that are over; none is shortened.
  static func store(_ rests: [HostRest], now: Date, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM host_rests WHERE until_ms NOT BETWEEN ? AND ?",
      arguments: [now.column + 1, latest(at: now)])
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO host_rests (host, until_ms) VALUES (?, ?)
        ON CONFLICT (host) DO UPDATE SET until_ms = max(until_ms, excluded.until_ms)
        """)
    for rest in rests { try upsert.execute(arguments: [rest.host, rest.until.column]) }
  }
}
