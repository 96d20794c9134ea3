extension Migrations {
  /// Which receivers still lack a message that others have: a JSON list, NULL: all of them.
  static let partialDeliveries = """
    ALTER TABLE deliveries ADD COLUMN rest TEXT;
    """
}
