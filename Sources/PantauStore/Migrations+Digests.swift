extension Migrations {
  /// What passes holds has an index of its own, and messages can go together in a digest.
  ///
  /// `urgency` is that of ``Urgency``. A message with `digest_seq` has left its channel's line: it
  /// goes with that notice, and the trigger gives it the state of the notice's own delivery, whoever
  /// changes that.
  static let urgencyAndDigests = """
    ALTER TABLE deliveries ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN digest_seq INTEGER REFERENCES notices(seq);
    UPDATE deliveries SET urgency = 2 WHERE state = 'waiting' AND notice_seq IS NOT NULL;
    UPDATE deliveries SET urgency = 1 WHERE state = 'waiting'
      AND alert_seq IN (SELECT seq FROM alerts WHERE severity = 'high');
    DROP INDEX deliveries_waiting;
    CREATE INDEX deliveries_waiting ON deliveries(channel, id)
      WHERE state = 'waiting' AND refusals < 3 AND digest_seq IS NULL;
    CREATE INDEX deliveries_urgent ON deliveries(channel, urgency, id)
      WHERE state = 'waiting' AND refusals < 3 AND digest_seq IS NULL AND urgency > 0;
    CREATE INDEX deliveries_of_digest ON deliveries(digest_seq) WHERE digest_seq IS NOT NULL;
    CREATE TRIGGER digest_settled AFTER UPDATE OF state ON deliveries
      WHEN NEW.notice_seq IS NOT NULL AND NEW.state <> OLD.state
    BEGIN
      UPDATE deliveries SET state = NEW.state, attempts = NEW.attempts,
        first_attempt_ms = NEW.first_attempt_ms, delivered_ms = NEW.delivered_ms,
        last_error = NEW.last_error
        WHERE digest_seq = NEW.notice_seq;
    END;
    """
}
