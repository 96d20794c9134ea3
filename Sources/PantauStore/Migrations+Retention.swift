extension Migrations {
  /// Whether an item may leave asks for its alerts, and so does the foreign key's check.
  static let alertsByItem = "CREATE INDEX alerts_by_item ON alerts(item_id);"
}
