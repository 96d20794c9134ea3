extension Migrations {
  /// Hosts that have answered 429, and until when nothing is asked of them.
  static let hostRests = """
    CREATE TABLE host_rests (
      host TEXT PRIMARY KEY,
      until_ms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
