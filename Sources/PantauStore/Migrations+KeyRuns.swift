extension Migrations {
  /// Keys that left memory, for each feed in a few rows, the later ones in rows of higher numbers.
  ///
  /// `entries` has them as `young_keys` has, in the order in which they came; see ``YoungKey`` for the
  /// bytes, and ``KeyFilter`` for those of `filter`. `first_day` is the earliest on which a feed showed
  /// one of them. What stands here holds after `young_keys`, and before `identities` and `aliases`.
  static let keyRuns = """
    CREATE TABLE key_runs (
      id INTEGER PRIMARY KEY,
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      first_day INTEGER NOT NULL,
      filter BLOB NOT NULL,
      entries BLOB NOT NULL
    ) STRICT;
    CREATE INDEX key_runs_by_feed ON key_runs(feed_id);
    """
}
