import GRDB

/// The forward path of the schema, from the first release on; a shipped step is never edited.
///
/// Times are whole milliseconds since 1970 (`_ms`), hashes and raw header values BLOBs, lists JSON.
enum Migrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      for statement in [feeds, items, identities, alerts, deliveries] {
        try db.execute(sql: statement)
      }
    }
    migrator.registerMigration("2") { db in
      for statement in [notices, deliveriesOfNotices] { try db.execute(sql: statement) }
    }
    migrator.registerMigration("3") { db in try db.execute(sql: mutes) }
    migrator.registerMigration("4") { db in try db.execute(sql: search) }
    migrator.registerMigration("5") { db in try db.execute(sql: urgencyAndDigests) }
    migrator.registerMigration("6") { db in try db.execute(sql: stories) }
    migrator.registerMigration("7") { db in try db.execute(sql: articles) }
    migrator.registerMigration("8") { db in try db.execute(sql: parts) }
    migrator.registerMigration("9") { db in try db.execute(sql: itemHistory) }
    migrator.registerMigration("10") { db in try db.execute(sql: alertsByItem) }
    migrator.registerMigration("11") { db in try db.execute(sql: acknowledgements) }
    migrator.registerMigration("12") { db in try db.execute(sql: partialDeliveries) }
    migrator.registerMigration("13") { db in try db.execute(sql: evidence) }
    migrator.registerMigration("14") { db in try db.execute(sql: surges) }
    migrator.registerMigration("15") { db in try db.execute(sql: aliasKeys) }
    migrator.registerMigration("16") { db in try db.execute(sql: searchTuning) }
    migrator.registerMigration("17") { db in try db.execute(sql: hostRests) }
    migrator.registerMigration("18") { db in try db.execute(sql: youngKeys) }
    migrator.registerMigration("19") { db in try db.execute(sql: searchMerging) }
    migrator.registerMigration("20") { db in try db.execute(sql: words) }
    migrator.registerMigration("21") { db in try db.execute(sql: keyRuns) }
    return migrator
  }

  /// One row a feed URL ever configured; `is_active` marks those of the configuration now.
  private static let feeds = """
    CREATE TABLE feeds (
      id INTEGER PRIMARY KEY,
      url TEXT NOT NULL UNIQUE,
      name TEXT,
      title TEXT,
      feed_group TEXT,
      is_active INTEGER NOT NULL DEFAULT 1,
      is_gone INTEGER NOT NULL DEFAULT 0,
      restart_requested INTEGER NOT NULL DEFAULT 0,
      entity_tag BLOB,
      last_modified BLOB,
      validators_url TEXT,
      body_hash BLOB,
      rhythm BLOB,
      next_due_ms INTEGER,
      last_poll_ms INTEGER,
      last_success_ms INTEGER,
      last_news_ms INTEGER,
      failing_since_ms INTEGER,
      failures INTEGER NOT NULL DEFAULT 0,
      last_status INTEGER,
      last_error TEXT,
      last_note TEXT,
      first_byte_ms INTEGER,
      total_ms INTEGER,
      body_bytes INTEGER NOT NULL DEFAULT 0,
      new_items INTEGER NOT NULL DEFAULT 0,
      item_count INTEGER NOT NULL DEFAULT 0,
      polls INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX feeds_to_restart ON feeds(id) WHERE restart_requested = 1;
    """

  /// `story_id` is the first item of the story, NULL where the item is its own; `content` is NULL
  /// where it is the summary again.
  private static let items = """
    CREATE TABLE items (
      id INTEGER PRIMARY KEY,
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      story_id INTEGER,
      guid TEXT,
      url TEXT,
      title TEXT,
      summary TEXT,
      content TEXT,
      authors TEXT,
      categories TEXT,
      published_ms INTEGER,
      updated_ms INTEGER,
      seen_ms INTEGER NOT NULL,
      changed_ms INTEGER
    ) STRICT;
    CREATE INDEX items_by_seen ON items(seen_ms);
    """

  /// Outlives the items that retention removes, so that none is told anew.
  private static let identities = """
    CREATE TABLE identities (
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      key BLOB NOT NULL,
      item_id INTEGER NOT NULL,
      link_hash INTEGER NOT NULL,
      title_hash INTEGER NOT NULL,
      text_hash INTEGER NOT NULL,
      PRIMARY KEY (feed_id, key)
    ) STRICT, WITHOUT ROWID;
    """

  /// `object` is the contract's alert object as raised.
  private static let alerts = """
    CREATE TABLE alerts (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      item_id INTEGER NOT NULL REFERENCES items(id),
      feed_id INTEGER NOT NULL REFERENCES feeds(id),
      story_id INTEGER NOT NULL,
      time_ms INTEGER NOT NULL,
      severity TEXT NOT NULL,
      is_old INTEGER NOT NULL,
      is_muted INTEGER NOT NULL,
      object TEXT NOT NULL
    ) STRICT;
    CREATE INDEX alerts_by_time ON alerts(time_ms);
    CREATE INDEX alerts_by_story ON alerts(story_id);
    CREATE TABLE alert_keywords (
      keyword TEXT NOT NULL,
      alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
      PRIMARY KEY (keyword, alert_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX alert_keywords_by_alert ON alert_keywords(alert_seq);
    """

  /// The outbox and, with state `dead`, the dead letters.
  private static let deliveries = """
    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
      channel TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead', 'dropped')),
      created_ms INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      first_attempt_ms INTEGER,
      next_attempt_ms INTEGER,
      delivered_ms INTEGER,
      last_error TEXT
    ) STRICT;
    CREATE INDEX deliveries_waiting ON deliveries(channel, id) WHERE state = 'waiting';
    CREATE INDEX deliveries_by_alert ON deliveries(alert_seq);
    """

  /// Messages that are no alert: feeds that fail, tests, channels that were switched off.
  private static let notices = """
    CREATE TABLE notices (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      time_ms INTEGER NOT NULL,
      object TEXT NOT NULL
    ) STRICT;
    """

  /// The outbox takes notices too and counts refusals; a message refused three times leaves the
  /// index of its channel's line for that of the messages aside.
  private static let deliveriesOfNotices = """
    CREATE TABLE deliveries_2 (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      alert_seq INTEGER REFERENCES alerts(seq) ON DELETE CASCADE,
      notice_seq INTEGER REFERENCES notices(seq) ON DELETE CASCADE,
      channel TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead', 'dropped')),
      created_ms INTEGER NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      refusals INTEGER NOT NULL DEFAULT 0,
      first_attempt_ms INTEGER,
      next_attempt_ms INTEGER,
      delivered_ms INTEGER,
      last_error TEXT,
      CHECK ((alert_seq IS NULL) <> (notice_seq IS NULL))
    ) STRICT;
    INSERT INTO deliveries_2 (id, alert_seq, channel, state, created_ms, attempts,
      first_attempt_ms, next_attempt_ms, delivered_ms, last_error)
      SELECT id, alert_seq, channel, state, created_ms, attempts,
        first_attempt_ms, next_attempt_ms, delivered_ms, last_error FROM deliveries;
    DROP TABLE deliveries;
    ALTER TABLE deliveries_2 RENAME TO deliveries;
    CREATE INDEX deliveries_waiting ON deliveries(channel, id)
      WHERE state = 'waiting' AND refusals < 3;
    CREATE INDEX deliveries_aside ON deliveries(channel, next_attempt_ms)
      WHERE state = 'waiting' AND refusals >= 3;
    CREATE INDEX deliveries_dead ON deliveries(channel, id) WHERE state = 'dead';
    CREATE INDEX deliveries_by_alert ON deliveries(alert_seq);
    CREATE INDEX deliveries_by_notice ON deliveries(notice_seq) WHERE notice_seq IS NOT NULL;
    """
}
