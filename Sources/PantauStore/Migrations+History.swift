extension Migrations {
  /// What items are recognised by under other guids, when feeds last showed them, and what they said.
  ///
  /// `aliases.item_id` is 0 where several items share the hash. `versions` has the texts before the one
  /// in `items`, each with the time since which it stood. `feeds.shown_items` lists the items that the
  /// feed's last document showed, eight bytes each.
  static let itemHistory = """
    CREATE TABLE aliases (
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      hash INTEGER NOT NULL,
      item_id INTEGER NOT NULL,
      shown_day INTEGER NOT NULL,
      PRIMARY KEY (feed_id, hash)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE identities ADD COLUMN shown_day INTEGER NOT NULL DEFAULT 0;
    UPDATE identities SET shown_day = unixepoch() / 86400;
    CREATE TABLE versions (
      item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
      since_ms INTEGER NOT NULL,
      title TEXT,
      summary TEXT,
      content TEXT,
      PRIMARY KEY (item_id, since_ms)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE feeds ADD COLUMN shown_items BLOB;
    ALTER TABLE items ADD COLUMN vanished_ms INTEGER;
    """
}
