extension Migrations {
  /// What was received when an alert was raised, for as long as the alert stands.
  ///
  /// A capture is one answer, shared by the alerts that its poll raised; it goes with the last of them.
  /// `content` and `evidence.item` are packed: a byte 0, and the bytes; or 1, their number in four bytes,
  /// the lowest first, and a zlib stream. `content` is the whole body where `is_whole` is 1, else what
  /// stands before the first item. `body_digest` is the SHA-256 of the whole body.
  static let evidence = """
    CREATE TABLE captures (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('feed', 'page')),
      url TEXT NOT NULL,
      received_ms INTEGER NOT NULL,
      head BLOB,
      body_bytes INTEGER NOT NULL,
      body_digest BLOB NOT NULL,
      is_whole INTEGER NOT NULL,
      content BLOB NOT NULL
    ) STRICT;
    CREATE TABLE evidence (
      alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
      capture_id INTEGER NOT NULL REFERENCES captures(id),
      item BLOB,
      PRIMARY KEY (alert_seq, capture_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_by_capture ON evidence(capture_id);
    CREATE TRIGGER evidence_gone AFTER DELETE ON evidence
      WHEN NOT EXISTS (SELECT 1 FROM evidence WHERE capture_id = old.capture_id)
    BEGIN
      DELETE FROM captures WHERE id = old.capture_id;
    END;
    """
}
