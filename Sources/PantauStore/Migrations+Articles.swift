extension Migrations {
  /// The articles behind summaries: those that wait, and what came of the others.
  ///
  /// `canonical_url` is the page's own word for its URL.
  static let articles = """
    CREATE TABLE articles (
      item_id INTEGER PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      url TEXT NOT NULL,
      language TEXT,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
      due_ms INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      note TEXT,
      canonical_url TEXT
    ) STRICT;
    CREATE INDEX articles_waiting ON articles(due_ms) WHERE state = 'waiting';
    """
}
