/// The full-text index of the archive.
extension Migrations {
  /// An index alone (`content=''`), for the text is stored in `items`; `rowid` is the item's number.
  ///
  /// Items up to `watermark` are in it; what was indexed of an item that changed or left since then
  /// waits in `search_stale`, put there by triggers, to be taken out.
  static let search = """
    CREATE VIRTUAL TABLE search USING fts5(title, body, other, content='', tokenize='ascii');
    CREATE TABLE search_state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      watermark INTEGER NOT NULL
    ) STRICT;
    INSERT INTO search_state (id, watermark) VALUES (1, 0);
    CREATE TABLE search_stale (
      id INTEGER PRIMARY KEY,
      title TEXT,
      summary TEXT,
      content TEXT,
      authors TEXT,
      categories TEXT,
      url TEXT
    ) STRICT;
    CREATE TRIGGER items_changed AFTER UPDATE OF title, summary, content, authors, categories, url
      ON items
      WHEN old.id <= (SELECT watermark FROM search_state)
        AND (old.title, old.summary, old.content, old.authors, old.categories, old.url)
          IS NOT (new.title, new.summary, new.content, new.authors, new.categories, new.url)
    BEGIN
      INSERT INTO search_stale VALUES (old.id, old.title, old.summary, old.content, old.authors,
        old.categories, old.url) ON CONFLICT DO NOTHING;
    END;
    CREATE TRIGGER items_deleted AFTER DELETE ON items
      WHEN old.id <= (SELECT watermark FROM search_state)
    BEGIN
      INSERT INTO search_stale VALUES (old.id, old.title, old.summary, old.content, old.authors,
        old.categories, old.url) ON CONFLICT DO NOTHING;
    END;
    """
}
