extension Migrations {
  /// Who has seen an alert, and alerts that go on to another channel while nobody has.
  ///
  /// An escalation is done when it was told, or when the alert was acknowledged before.
  static let acknowledgements = """
    CREATE TABLE acknowledgements (
      alert_seq INTEGER PRIMARY KEY REFERENCES alerts(seq) ON DELETE CASCADE,
      time_ms INTEGER NOT NULL,
      author TEXT NOT NULL,
      note TEXT
    ) STRICT;
    CREATE TABLE escalations (
      alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
      next_channel TEXT NOT NULL,
      channel TEXT NOT NULL,
      due_ms INTEGER NOT NULL,
      done_ms INTEGER,
      PRIMARY KEY (alert_seq, next_channel)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX escalations_due ON escalations(due_ms) WHERE done_ms IS NULL;
    """
}
