CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
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
, shown_items BLOB) STRICT;
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
, likeness REAL, vanished_ms INTEGER) STRICT;
CREATE TABLE identities (
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  key BLOB NOT NULL,
  item_id INTEGER NOT NULL,
  link_hash INTEGER NOT NULL,
  title_hash INTEGER NOT NULL,
  text_hash INTEGER NOT NULL, shown_day INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
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
, mute_id INTEGER REFERENCES mutes(id)) STRICT;
CREATE TABLE alert_keywords (
  keyword TEXT NOT NULL,
  alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE, is_muted INTEGER NOT NULL DEFAULT 0, counted_ms INTEGER,
  PRIMARY KEY (keyword, alert_seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE notices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  object TEXT NOT NULL
) STRICT;
CREATE TABLE "deliveries" (
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
  last_error TEXT, urgency INTEGER NOT NULL DEFAULT 0, digest_seq INTEGER REFERENCES notices(seq), rest TEXT,
  CHECK ((alert_seq IS NULL) <> (notice_seq IS NULL))
) STRICT;
CREATE TABLE mutes (
  id INTEGER PRIMARY KEY,
  keyword TEXT NOT NULL,
  since_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  author TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(title, body, other, content='', tokenize='ascii');
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  watermark INTEGER NOT NULL
, worded INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE search_stale (
  id INTEGER PRIMARY KEY,
  title TEXT,
  summary TEXT,
  content TEXT,
  authors TEXT,
  categories TEXT,
  url TEXT
) STRICT;
CREATE TABLE story_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seen_ms INTEGER NOT NULL,
  entries BLOB NOT NULL
) STRICT;
CREATE TABLE silenced (
  item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
  PRIMARY KEY (item_id, keyword)
) STRICT, WITHOUT ROWID;
CREATE TABLE articles (
  item_id INTEGER PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  url TEXT NOT NULL,
  language TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'failed')),
  due_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  note TEXT,
  canonical_url TEXT
) STRICT;
CREATE TABLE sitemap_parts (
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  url TEXT NOT NULL,
  modified_ms INTEGER,
  entity_tag BLOB,
  last_modified BLOB,
  read_ms INTEGER,
  is_plain INTEGER NOT NULL,
  PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE aliases (
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  hash INTEGER NOT NULL,
  item_id INTEGER NOT NULL,
  shown_day INTEGER NOT NULL, rest INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (feed_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE versions (
  item_id INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  since_ms INTEGER NOT NULL,
  title TEXT,
  summary TEXT,
  content TEXT,
  PRIMARY KEY (item_id, since_ms)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE keyword_watches (
  keyword TEXT PRIMARY KEY,
  since_ms INTEGER NOT NULL,
  surge_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE host_rests (
  host TEXT PRIMARY KEY,
  until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE young_keys (
  id INTEGER PRIMARY KEY,
  entries BLOB NOT NULL
) STRICT;
CREATE TABLE words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE key_runs (
  id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  first_day INTEGER NOT NULL,
  filter BLOB NOT NULL,
  entries BLOB NOT NULL
) STRICT;
INSERT INTO "grdb_migrations" (identifier) VALUES ('1');
INSERT INTO "grdb_migrations" (identifier) VALUES ('2');
INSERT INTO "grdb_migrations" (identifier) VALUES ('3');
INSERT INTO "grdb_migrations" (identifier) VALUES ('4');
INSERT INTO "grdb_migrations" (identifier) VALUES ('5');
INSERT INTO "grdb_migrations" (identifier) VALUES ('6');
INSERT INTO "grdb_migrations" (identifier) VALUES ('7');
INSERT INTO "grdb_migrations" (identifier) VALUES ('8');
INSERT INTO "grdb_migrations" (identifier) VALUES ('9');
INSERT INTO "grdb_migrations" (identifier) VALUES ('10');
INSERT INTO "grdb_migrations" (identifier) VALUES ('11');
INSERT INTO "grdb_migrations" (identifier) VALUES ('12');
INSERT INTO "grdb_migrations" (identifier) VALUES ('13');
INSERT INTO "grdb_migrations" (identifier) VALUES ('14');
INSERT INTO "grdb_migrations" (identifier) VALUES ('15');
INSERT INTO "grdb_migrations" (identifier) VALUES ('16');
INSERT INTO "grdb_migrations" (identifier) VALUES ('17');
INSERT INTO "grdb_migrations" (identifier) VALUES ('18');
INSERT INTO "grdb_migrations" (identifier) VALUES ('19');
INSERT INTO "grdb_migrations" (identifier) VALUES ('20');
INSERT INTO "grdb_migrations" (identifier) VALUES ('21');
INSERT INTO "feeds" (id, url, name, title, feed_group, is_active, is_gone, restart_requested, entity_tag, last_modified, validators_url, body_hash, rhythm, next_due_ms, last_poll_ms, last_success_ms, last_news_ms, failing_since_ms, failures, last_status, last_error, last_note, first_byte_ms, total_ms, body_bytes, new_items, item_count, polls, shown_items) VALUES (1, 'https://example.org/rss', 'Kaltim', NULL, NULL, 1, 0, 0, X'2261', NULL, NULL, NULL, X'01', NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 3, 2, NULL);
INSERT INTO "feeds" (id, url, name, title, feed_group, is_active, is_gone, restart_requested, entity_tag, last_modified, validators_url, body_hash, rhythm, next_due_ms, last_poll_ms, last_success_ms, last_news_ms, failing_since_ms, failures, last_status, last_error, last_note, first_byte_ms, total_ms, body_bytes, new_items, item_count, polls, shown_items) VALUES (2, 'https://example.org/lama', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0, NULL);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms, likeness, vanished_ms) VALUES (1, 1, NULL, 'g1', 'https://example.org/1', 'Bontang', 'Air pasang', NULL, NULL, NULL, NULL, NULL, 1795406400000, 1795406400000, NULL, NULL);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms, likeness, vanished_ms) VALUES (2, 1, NULL, 'g2', 'https://example.org/2', 'Pasar', NULL, NULL, NULL, NULL, NULL, NULL, 1795406400000, NULL, NULL, NULL);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms, likeness, vanished_ms) VALUES (3, 1, 1, 'g3', 'https://example.org/3', 'Bontang lagi', 'Air surut', NULL, NULL, NULL, NULL, NULL, 1795406460000, NULL, 0.9, NULL);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day) VALUES (1, X'01000000000000000000000000000000', 1, 1, 1, 1, 20786);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day) VALUES (1, X'02000000000000000000000000000000', 2, 2, 2, 2, 20786);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash, shown_day) VALUES (1, X'03000000000000000000000000000000', 3, 3, 3, 3, 20786);
INSERT INTO "alerts" (seq, id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted, object, mute_id) VALUES (1, 'A1', 1, 1, 1, 1795406400000, 'normal', 0, 0, '{"id":"A1","type":"alert.created","time":"2026-11-23T04:00:00Z","severity":"normal","keywords":["Bontang"],"matches":[{"keyword":"Bontang","field":"title","text":"Bontang","excerpt":"[Bontang]"}],"item":{"id":1,"guid":"g1","url":null,"title":"Bontang","summary":null,"published":null,"authors":[],"categories":[]},"feed":{"name":"Kaltim","url":"https://example.org/rss","group":null},"story":{"id":1,"copies":1,"sources":["Kaltim"]},"seen":"2026-11-23T04:00:00Z","muted":false,"old":false}', 1);
INSERT INTO "alerts" (seq, id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted, object, mute_id) VALUES (2, 'A3', 3, 1, 3, 1795406460000, 'normal', 0, 0, '{"id":"A3","type":"alert.created","time":"2026-11-23T04:00:00Z","severity":"normal","keywords":["Bontang"],"matches":[{"keyword":"Bontang","field":"title","text":"Bontang","excerpt":"[Bontang]"}],"item":{"id":3,"guid":"g3","url":null,"title":"Bontang","summary":null,"published":null,"authors":[],"categories":[]},"feed":{"name":"Kaltim","url":"https://example.org/rss","group":null},"story":{"id":3,"copies":1,"sources":["Kaltim"]},"seen":"2026-11-23T04:00:00Z","muted":false,"old":false}', NULL);
INSERT INTO "alert_keywords" (keyword, alert_seq, is_muted, counted_ms) VALUES ('Bontang', 1, 0, 1795406400000);
INSERT INTO "alert_keywords" (keyword, alert_seq, is_muted, counted_ms) VALUES ('Bontang', 2, 0, NULL);
INSERT INTO "notices" (seq, id, type, time_ms, object) VALUES (1, 'N1', 'feed.failing', 1795406400000, '{}');
INSERT INTO "notices" (seq, id, type, time_ms, object) VALUES (2, 'N2', 'digest', 1795406400000, '{}');
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error, urgency, digest_seq, rest) VALUES (1, 1, NULL, 'a', 'delivered', 1795406400000, 0, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL);
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error, urgency, digest_seq, rest) VALUES (2, 2, NULL, 'a', 'waiting', 1795406460000, 0, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL);
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error, urgency, digest_seq, rest) VALUES (3, NULL, 1, 'b', 'waiting', 1795406400000, 0, 0, NULL, NULL, NULL, NULL, 2, NULL, '["b@example.org"]');
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error, urgency, digest_seq, rest) VALUES (4, 1, NULL, 'b', 'waiting', 1795406400000, 0, 0, NULL, NULL, NULL, NULL, 0, 2, NULL);
INSERT INTO "mutes" (id, keyword, since_ms, until_ms, author, reason) VALUES (1, 'PBB', 1795406400000, 1795406500000, 'Sari', 'rapat');
INSERT INTO "search_state" (id, watermark, worded) VALUES (1, 0, 0);
INSERT INTO "silenced" (item_id, keyword, alert_seq) VALUES (3, 'PBB', 1);
INSERT INTO "articles" (item_id, feed_id, url, language, state, due_ms, attempts, note, canonical_url) VALUES (2, 1, 'https://example.org/2', NULL, 'waiting', 1795406400000, 0, NULL, NULL);
INSERT INTO "sitemap_parts" (feed_id, url, modified_ms, entity_tag, last_modified, read_ms, is_plain) VALUES (2, 'https://example.org/p', NULL, NULL, NULL, NULL, 0);
INSERT INTO "aliases" (feed_id, hash, item_id, shown_day, rest) VALUES (1, 77, 1, 20000, 0);
INSERT INTO "aliases" (feed_id, hash, item_id, shown_day, rest) VALUES (1, 78, 2, 20001, 79);
INSERT INTO "versions" (item_id, since_ms, title, summary, content) VALUES (1, 1795406300000, 'Bontang siaga', NULL, NULL);
INSERT INTO "acknowledgements" (alert_seq, time_ms, author, note) VALUES (1, 1795406500000, 'Sari', NULL);
INSERT INTO "escalations" (alert_seq, next_channel, channel, due_ms, done_ms) VALUES (2, 'b', 'a', 1795406500000, NULL);
INSERT INTO "captures" (id, kind, url, received_ms, head, body_bytes, body_digest, is_whole, content) VALUES (1, 'feed', 'https://example.org/rss', 1795406400000, X'48', 9, X'00', 0, X'003C');
INSERT INTO "evidence" (alert_seq, capture_id, item) VALUES (1, 1, X'003C');
INSERT INTO "keyword_watches" (keyword, since_ms, surge_ms) VALUES ('Bontang', 1795406300000, NULL);
INSERT INTO "host_rests" (host, until_ms) VALUES ('example.org', 1795492800000);
INSERT INTO "young_keys" (id, entries) VALUES (1, X'01000000000000000300000000000000214E00000100000000000000000000040000000000000000040000000000000004000000000000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "key_runs" (id, feed_id, first_day, filter, entries) VALUES (1, 1, 20001, X'FFFFFFFFFFFFFFFF', X'01000000000000000200000000000000214E00000100000000000000000000050000000000000000040000000000000004000000000000000400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
CREATE INDEX feeds_to_restart ON feeds(id) WHERE restart_requested = 1;
CREATE INDEX items_by_seen ON items(seen_ms);
CREATE INDEX alerts_by_time ON alerts(time_ms);
CREATE INDEX alerts_by_story ON alerts(story_id);
CREATE INDEX alert_keywords_by_alert ON alert_keywords(alert_seq);
CREATE INDEX deliveries_aside ON deliveries(channel, next_attempt_ms)
  WHERE state = 'waiting' AND refusals >= 3;
CREATE INDEX deliveries_dead ON deliveries(channel, id) WHERE state = 'dead';
CREATE INDEX deliveries_by_alert ON deliveries(alert_seq);
CREATE INDEX deliveries_by_notice ON deliveries(notice_seq) WHERE notice_seq IS NOT NULL;
CREATE INDEX mutes_by_end ON mutes(until_ms);
CREATE TRIGGER items_changed AFTER UPDATE OF title, summary, content, authors, categories, url
  ON items
  WHEN old.id <= (SELECT watermark FROM search_state)
    AND (old.title, old.summary, old.content, old.authors, old.categories, old.url)
      IS NOT (new.title, new.summary, new.content, new.authors, new.categories, new.url)
BEGIN
  INSERT INTO search_stale VALUES (old.id, old.title, old.summary, old.content, old.authors,
    old.categories, old.url) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER items_deleted AFTER DELETE ON items
  WHEN old.id <= (SELECT watermark FROM search_state)
BEGIN
  INSERT INTO search_stale VALUES (old.id, old.title, old.summary, old.content, old.authors,
    old.categories, old.url) ON CONFLICT DO NOTHING;
END;
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
CREATE INDEX items_by_story ON items(story_id) WHERE story_id IS NOT NULL;
CREATE INDEX silenced_by_alert ON silenced(alert_seq);
CREATE INDEX articles_waiting ON articles(due_ms) WHERE state = 'waiting';
CREATE INDEX alerts_by_item ON alerts(item_id);
CREATE INDEX escalations_due ON escalations(due_ms) WHERE done_ms IS NULL;
CREATE INDEX evidence_by_capture ON evidence(capture_id);
CREATE TRIGGER evidence_gone AFTER DELETE ON evidence
  WHEN NOT EXISTS (SELECT 1 FROM evidence WHERE capture_id = old.capture_id)
BEGIN
  DELETE FROM captures WHERE id = old.capture_id;
END;
CREATE INDEX alert_keywords_counted ON alert_keywords(keyword, counted_ms)
  WHERE counted_ms IS NOT NULL;
CREATE INDEX key_runs_by_feed ON key_runs(feed_id);
