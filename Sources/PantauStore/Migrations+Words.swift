extension Migrations {
  /// The words of the archive, for searches by their stems (decision 77).
  ///
  /// All that items up to `worded` hold, some of them of items that have left.
  static let words = """
    CREATE TABLE words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    ALTER TABLE search_state ADD COLUMN worded INTEGER NOT NULL DEFAULT 0;
    """
}
