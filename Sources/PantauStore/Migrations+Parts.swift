extension Migrations {
  /// The parts of sitemap indexes that were asked for.
  static let parts = """
    CREATE TABLE sitemap_parts (
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      url TEXT NOT NULL,
      modified_ms INTEGER,
      entity_tag BLOB,
      last_modified BLOB,
      read_ms INTEGER,
      is_plain INTEGER NOT NULL,
      PRIMARY KEY (feed_id, url)
    ) STRICT, WITHOUT ROWID;
    """
}
