import GRDB
import PantauCore

/// The statements that bring keys into `identities` and `aliases`.
struct KeyMerge {
  private let identity: PreparedStatement
  private let alias: PreparedStatement

  init(_ db: Database) throws {
    identity = try PreparedStatement(
      db,
      """
      INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id, key) DO UPDATE SET
        item_id = excluded.item_id, link_hash = excluded.link_hash,
        title_hash = excluded.title_hash, text_hash = excluded.text_hash,
        shown_day = max(shown_day, excluded.shown_day)
      """)
    // What two items have in common tells nothing.
    alias = try PreparedStatement(
      db,
      """
      INSERT INTO aliases (feed_id, hash, rest, item_id, shown_day) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (feed_id, hash) DO UPDATE SET
        item_id = iif(item_id = excluded.item_id, item_id, 0), shown_day = excluded.shown_day
      """)
  }

  /// Writes the keys of a feed, in the order of each table; of one identity the latest holds.
  func run(_ keys: [YoungKey]) throws {
    // By places, for keys are large.
    let identities = keys.indices.filter { keys[$0].hasIdentity }.sorted { left, right in
      let (first, second) = (keys[left].keys.identity, keys[right].keys.identity)
      return (first.high, first.low, left) < (second.high, second.low, right)
    }
    for place in identities { try write(keys[place]) }
    var aliases: [(key: Key128, place: Int)] = []
    aliases.reserveCapacity(keys.count * 3)
    for place in keys.indices { keys[place].keys.aliases.forEach { aliases.append(($0, place)) } }
    aliases.sort { ($0.key.number, $0.place) < ($1.key.number, $1.place) }
    for (key, place) in aliases { try write(key, keys[place]) }
  }

  private func write(_ key: YoungKey) throws {
    try identity.run { row in
      row.bind(key.feed)
      row.bind(key.keys.identity)
      row.bind(key.item)
      row.bind(key.keys.link)
      row.bind(key.keys.title)
      row.bind(key.keys.text)
      row.bind(Int64(key.day))
    }
  }

  private func write(_ key: Key128, _ of: YoungKey) throws {
    try alias.run { row in
      row.bind(of.feed)
      row.bind(key.number)
      row.bind(key.rest)
      row.bind(of.item)
      row.bind(Int64(of.day))
    }
  }
}
