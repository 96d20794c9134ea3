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
) STRICT;
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
CREATE TABLE identities (
  feed_id INTEGER NOT NULL REFERENCES feeds(id),
  key BLOB NOT NULL,
  item_id INTEGER NOT NULL,
  link_hash INTEGER NOT NULL,
  title_hash INTEGER NOT NULL,
  text_hash INTEGER NOT NULL,
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
) STRICT;
CREATE TABLE alert_keywords (
  keyword TEXT NOT NULL,
  alert_seq INTEGER NOT NULL REFERENCES alerts(seq) ON DELETE CASCADE,
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
  last_error TEXT,
  CHECK ((alert_seq IS NULL) <> (notice_seq IS NULL))
) STRICT;
INSERT INTO "grdb_migrations" (identifier) VALUES ('1');
INSERT INTO "grdb_migrations" (identifier) VALUES ('2');
INSERT INTO "feeds" (id, url, name, title, feed_group, is_active, is_gone, restart_requested, entity_tag, last_modified, validators_url, body_hash, rhythm, next_due_ms, last_poll_ms, last_success_ms, last_news_ms, failing_since_ms, failures, last_status, last_error, last_note, first_byte_ms, total_ms, body_bytes, new_items, item_count, polls) VALUES (1, 'https://example.org/rss', 'Kaltim', NULL, NULL, 1, 0, 0, X'2261', NULL, NULL, NULL, X'01', NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 3, 2);
INSERT INTO "feeds" (id, url, name, title, feed_group, is_active, is_gone, restart_requested, entity_tag, last_modified, validators_url, body_hash, rhythm, next_due_ms, last_poll_ms, last_success_ms, last_news_ms, failing_since_ms, failures, last_status, last_error, last_note, first_byte_ms, total_ms, body_bytes, new_items, item_count, polls) VALUES (2, 'https://example.org/lama', NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms) VALUES (1, 1, NULL, 'g1', 'https://example.org/1', 'Bontang', 'Air pasang', NULL, NULL, NULL, NULL, NULL, 1795406400000, NULL);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms) VALUES (2, 1, NULL, 'g2', 'https://example.org/2', 'Pasar', NULL, NULL, NULL, NULL, NULL, NULL, 1795406400000, NULL);
INSERT INTO "items" (id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms, updated_ms, seen_ms, changed_ms) VALUES (3, 1, NULL, 'g3', 'https://example.org/3', 'Bontang lagi', 'Air surut', NULL, NULL, NULL, NULL, NULL, 1795406460000, NULL);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash) VALUES (1, X'01000000000000000000000000000000', 1, 1, 1, 1);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash) VALUES (1, X'02000000000000000000000000000000', 2, 2, 2, 2);
INSERT INTO "identities" (feed_id, key, item_id, link_hash, title_hash, text_hash) VALUES (1, X'03000000000000000000000000000000', 3, 3, 3, 3);
INSERT INTO "alerts" (seq, id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted, object) VALUES (1, 'A1', 1, 1, 1, 1795406400000, 'normal', 0, 0, '{"id":"A1","type":"alert.created","time":"2026-11-23T04:00:00Z","severity":"normal","keywords":["Bontang"],"matches":[{"keyword":"Bontang","field":"title","text":"Bontang","excerpt":"[Bontang]"}],"item":{"id":1,"guid":"g1","url":null,"title":"Bontang","summary":null,"published":null,"authors":[],"categories":[]},"feed":{"name":"Kaltim","url":"https://example.org/rss","group":null},"story":{"id":1,"copies":1,"sources":["Kaltim"]},"seen":"2026-11-23T04:00:00Z","muted":false,"old":false}');
INSERT INTO "alerts" (seq, id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted, object) VALUES (2, 'A3', 3, 1, 3, 1795406460000, 'normal', 0, 0, '{"id":"A3","type":"alert.created","time":"2026-11-23T04:00:00Z","severity":"normal","keywords":["Bontang"],"matches":[{"keyword":"Bontang","field":"title","text":"Bontang","excerpt":"[Bontang]"}],"item":{"id":3,"guid":"g3","url":null,"title":"Bontang","summary":null,"published":null,"authors":[],"categories":[]},"feed":{"name":"Kaltim","url":"https://example.org/rss","group":null},"story":{"id":3,"copies":1,"sources":["Kaltim"]},"seen":"2026-11-23T04:00:00Z","muted":false,"old":false}');
INSERT INTO "alert_keywords" (keyword, alert_seq) VALUES ('Bontang', 1);
INSERT INTO "alert_keywords" (keyword, alert_seq) VALUES ('Bontang', 2);
INSERT INTO "notices" (seq, id, type, time_ms, object) VALUES (1, 'N1', 'feed.failing', 1795406400000, '{}');
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error) VALUES (1, 1, NULL, 'a', 'delivered', 1795406400000, 0, 0, NULL, NULL, NULL, NULL);
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error) VALUES (2, 2, NULL, 'a', 'waiting', 1795406460000, 0, 0, NULL, NULL, NULL, NULL);
INSERT INTO "deliveries" (id, alert_seq, notice_seq, channel, state, created_ms, attempts, refusals, first_attempt_ms, next_attempt_ms, delivered_ms, last_error) VALUES (3, NULL, 1, 'b', 'waiting', 1795406400000, 0, 0, NULL, NULL, NULL, NULL);
CREATE INDEX feeds_to_restart ON feeds(id) WHERE restart_requested = 1;
CREATE INDEX items_by_seen ON items(seen_ms);
CREATE INDEX alerts_by_time ON alerts(time_ms);
CREATE INDEX alerts_by_story ON alerts(story_id);
CREATE INDEX alert_keywords_by_alert ON alert_keywords(alert_seq);
CREATE INDEX deliveries_waiting ON deliveries(channel, id)
  WHERE state = 'waiting' AND refusals < 3;
CREATE INDEX deliveries_aside ON deliveries(channel, next_attempt_ms)
  WHERE state = 'waiting' AND refusals >= 3;
CREATE INDEX deliveries_dead ON deliveries(channel, id) WHERE state = 'dead';
CREATE INDEX deliveries_by_alert ON deliveries(alert_seq);
CREATE INDEX deliveries_by_notice ON deliveries(notice_seq) WHERE notice_seq IS NOT NULL;
