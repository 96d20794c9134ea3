extension Migrations {
  /// How many stories a keyword brings, and since when it is watched.
  ///
  /// `alert_keywords.counted_ms` is when the keyword was raised, for the first alert of each story
  /// that tells how many there are now; NULL for the others. `surge_ms` is when the hour's stories
  /// last went beyond what was plausible.
  static let surges = """
    ALTER TABLE alert_keywords ADD COLUMN counted_ms INTEGER;
    CREATE INDEX alert_keywords_counted ON alert_keywords(keyword, counted_ms)
      WHERE counted_ms IS NOT NULL;
    CREATE TABLE keyword_watches (
      keyword TEXT PRIMARY KEY,
      since_ms INTEGER NOT NULL,
      surge_ms INTEGER
    ) STRICT, WITHOUT ROWID;
    """
}
