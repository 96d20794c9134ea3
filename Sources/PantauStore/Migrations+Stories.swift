extension Migrations {
  /// Stories across feeds.
  ///
  /// `items.likeness` is how much of the shorter text stands in the one it was found to be a copy of,
  /// NULL where the item is the first of its story. `story_keys` holds what copies are found by, some
  /// items a row, for seven days. `silenced` says which alert stood for a keyword of a copy.
  static let stories = """
    ALTER TABLE items ADD COLUMN likeness REAL;
    CREATE INDEX items_by_story ON items(story_id) WHERE story_id IS NOT NULL;
    CREATE TABLE story_keys (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      seen_ms INTEGER NOT NULL,
      entries BLOB NOT NULL
    ) STRICT;
    CREATE TABLE silenced (
      item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
      keyword TEXT NOT NULL,
      alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
      PRIMARY KEY (item_id, keyword)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX silenced_by_alert ON silenced(alert_seq);
    ALTER TABLE alert_keywords ADD COLUMN is_muted INTEGER NOT NULL DEFAULT 0;
    """
}
