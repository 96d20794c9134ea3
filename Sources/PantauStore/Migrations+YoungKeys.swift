extension Migrations {
  /// Keys of the newest items, some items a row, until they go into `identities` and `aliases`.
  ///
  /// See ``YoungKey`` for the bytes. What stands here holds before what stands there.
  static let youngKeys = """
    CREATE TABLE young_keys (
      id INTEGER PRIMARY KEY,
      entries BLOB NOT NULL
    ) STRICT;
    """
}
