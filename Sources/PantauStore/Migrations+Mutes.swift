extension Migrations {
  /// Mutes, those that have ended too: a muted alert names the one that silenced it.
  static let mutes = """
    CREATE TABLE mutes (
      id INTEGER PRIMARY KEY,
      keyword TEXT NOT NULL,
      since_ms INTEGER NOT NULL,
      until_ms INTEGER NOT NULL,
      author TEXT NOT NULL,
      reason TEXT
    ) STRICT;
    CREATE INDEX mutes_by_end ON mutes(until_ms);
    ALTER TABLE alerts ADD COLUMN mute_id INTEGER REFERENCES mutes(id);
    """
}
