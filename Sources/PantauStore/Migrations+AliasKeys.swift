extension Migrations {
  /// The second half of each alias's key of 16 bytes; `hash` is the first.
  ///
  /// 0 in rows made before, which are known by their first half alone.
  static let aliasKeys = "ALTER TABLE aliases ADD COLUMN rest INTEGER NOT NULL DEFAULT 0;"
}
