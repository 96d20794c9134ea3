extension Migrations {
  /// Segments of the full-text index are merged by steps of their own (decision 76).
  ///
  /// With `automerge` a transaction that adds items merges as well, as much as falls due: that held the
  /// writer for longer than all else. `crisismerge` would do the same at 16 segments of a level.
  static let searchMerging = """
    INSERT INTO search (search, rank) VALUES ('automerge', 0), ('usermerge', 8), ('crisismerge', 256);
    """
}
