extension Migrations {
  /// How the full-text index gathers and merges (decision 74).
  ///
  /// A step's words all fit into `hashsize`, so that each step leaves one segment; eight of a level are
  /// merged, not four, which reads and writes each word half as often; leaves are pages of the database.
  static let searchTuning = """
    INSERT INTO search (search, rank) VALUES ('hashsize', 8388608), ('automerge', 8), ('pgsz', 8000);
    """
}
