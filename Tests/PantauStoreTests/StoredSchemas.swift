import Foundation
import GRDB

@testable import PantauStore

/// Databases as each schema that was ever on main left them: `Schemas/NN.sql`, never edited.
///
/// `PANTAU_RECORD_SCHEMAS=1` makes the missing ones with the steps of today; what they hold is below.
enum StoredSchemas {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Schemas")

  /// The steps there are, in order.
  static var steps: [String] { Migrations.migrator.migrations }

  static func file(_ step: String) -> URL {
    folder.appendingPathComponent(
      String(repeating: "0", count: max(0, 2 - step.count)) + step + ".sql")
  }

  /// Makes a database of a stored schema.
  static func restore(_ step: String, to path: String) throws {
    let sql = try String(contentsOf: file(step), encoding: .utf8)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { db in try db.execute(sql: sql) }
    try queue.close()
  }

  /// Records the schema of a step, with what the steps before it stored.
  static func record(_ step: String) throws {
    let queue = try DatabaseQueue()
    for name in steps {
      try Migrations.migrator.migrate(queue, upTo: name)
      if let sql = content[name] { try queue.write { db in try db.execute(sql: sql) } }
      if name == step { break }
    }
    let text = try queue.read(dump)
    try Data(text.utf8).write(to: file(step))
  }

  /// Tables with their rows, then indexes and triggers.
  private static func dump(_ db: Database) throws -> String {
    // FTS5 makes its own tables; an index that is not filled yet has no rows of ours.
    let isOurs = """
      name NOT LIKE 'sqlite_%' AND
        (name NOT LIKE 'search_%' OR name IN ('search_state', 'search_stale'))
      """
    let schema = try Row.fetchAll(
      db,
      sql:
        "SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL AND \(isOurs) ORDER BY rowid")
    var lines = schema.filter { $0[0] == "table" }.map { ($0[2] as String) + ";" }
    for row in schema where row[0] == "table" && row[1] != "search" {
      let name: String = row[1]
      let columns = try db.columns(in: name).map(\.name)
      let quoted = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ', ' || ")
      lines += try String.fetchAll(
        db,
        sql: """
          SELECT 'INSERT INTO "\(name)" (\(columns.joined(separator: ", "))) VALUES (' || \(quoted) || ');'
          FROM "\(name)"
          """)
    }
    lines += schema.filter { $0[0] != "table" }.map { ($0[2] as String) + ";" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func alert(_ id: String, item: Int) -> String {
    #"{"id":"\#(id)","type":"alert.created","time":"2026-11-23T04:00:00Z","severity":"normal","#
      + #""keywords":["Bontang"],"matches":[{"keyword":"Bontang","field":"title","text":"Bontang","#
      + #""excerpt":"[Bontang]"}],"item":{"id":\#(item),"guid":"g\#(item)","url":null,"title":"Bontang","#
      + #""summary":null,"published":null,"authors":[],"categories":[]},"feed":{"name":"Kaltim","url":"#
      + #""https://example.org/rss","group":null},"story":{"id":\#(item),"copies":1,"sources":["Kaltim"]},"#
      + #""seen":"2026-11-23T04:00:00Z","muted":false,"old":false}"#
  }

  /// What is stored after each step, in the words of its schema.
  private static let content: [String: String] = [
    "1": """
    INSERT INTO feeds (id, url, name, is_active, entity_tag, rhythm, item_count, polls)
      VALUES (1, 'https://example.org/rss', 'Kaltim', 1, x'2261', x'01', 3, 2),
        (2, 'https://example.org/lama', NULL, 0, NULL, NULL, 0, 0);
    INSERT INTO items (id, feed_id, guid, url, title, summary, seen_ms)
      VALUES (1, 1, 'g1', 'https://example.org/1', 'Bontang', 'Air pasang', 1795406400000),
        (2, 1, 'g2', 'https://example.org/2', 'Pasar', NULL, 1795406400000),
        (3, 1, 'g3', 'https://example.org/3', 'Bontang lagi', 'Air surut', 1795406460000);
    INSERT INTO identities (feed_id, key, item_id, link_hash, title_hash, text_hash)
      VALUES (1, x'01000000000000000000000000000000', 1, 1, 1, 1),
        (1, x'02000000000000000000000000000000', 2, 2, 2, 2),
        (1, x'03000000000000000000000000000000', 3, 3, 3, 3);
    INSERT INTO alerts (seq, id, item_id, feed_id, story_id, time_ms, severity, is_old, is_muted, object)
      VALUES (1, 'A1', 1, 1, 1, 1795406400000, 'normal', 0, 0, '\(alert("A1", item: 1))'),
        (2, 'A3', 3, 1, 3, 1795406460000, 'normal', 0, 0, '\(alert("A3", item: 3))');
    INSERT INTO alert_keywords VALUES ('Bontang', 1), ('Bontang', 2);
    INSERT INTO deliveries (id, alert_seq, channel, state, created_ms)
      VALUES (1, 1, 'a', 'delivered', 1795406400000), (2, 2, 'a', 'waiting', 1795406460000);
    """,
    "2": """
    INSERT INTO notices VALUES (1, 'N1', 'feed.failing', 1795406400000, '{}');
    INSERT INTO deliveries (id, notice_seq, channel, state, created_ms)
      VALUES (3, 1, 'b', 'waiting', 1795406400000);
    """,
    "3": """
    INSERT INTO mutes VALUES (1, 'PBB', 1795406400000, 1795406500000, 'Sari', 'rapat');
    UPDATE alerts SET mute_id = 1 WHERE seq = 1;
    """,
    "5": """
    INSERT INTO notices VALUES (2, 'N2', 'digest', 1795406400000, '{}');
    INSERT INTO deliveries (id, alert_seq, channel, state, created_ms, digest_seq)
      VALUES (4, 1, 'b', 'waiting', 1795406400000, 2);
    """,
    "6": """
    UPDATE items SET story_id = 1, likeness = 0.9 WHERE id = 3;
    INSERT INTO silenced VALUES (3, 'PBB', 1);
    """,
    "7": """
    INSERT INTO articles (item_id, feed_id, url, state, due_ms)
      VALUES (2, 1, 'https://example.org/2', 'waiting', 1795406400000);
    """,
    "8":
      "INSERT INTO sitemap_parts (feed_id, url, is_plain) VALUES (2, 'https://example.org/p', 0);",
    "9": """
    INSERT INTO aliases VALUES (1, 77, 1, 20000);
    INSERT INTO versions VALUES (1, 1795406300000, 'Bontang siaga', NULL, NULL);
    UPDATE items SET changed_ms = 1795406400000 WHERE id = 1;
    """,
    "11": """
    INSERT INTO acknowledgements VALUES (1, 1795406500000, 'Sari', NULL);
    INSERT INTO escalations VALUES (2, 'b', 'a', 1795406500000, NULL);
    """,
    "12": "UPDATE deliveries SET rest = '[\"b@example.org\"]' WHERE id = 3;",
    "13": """
    INSERT INTO captures VALUES
      (1, 'feed', 'https://example.org/rss', 1795406400000, x'48', 9, x'00', 0, x'003c');
    INSERT INTO evidence VALUES (1, 1, x'003c');
    """,
    "14": """
    UPDATE alert_keywords SET counted_ms = 1795406400000 WHERE alert_seq = 1;
    INSERT INTO keyword_watches VALUES ('Bontang', 1795406300000, NULL);
    """,
    "15": "INSERT INTO aliases VALUES (1, 78, 2, 20001, 79);",
    "17": "INSERT INTO host_rests VALUES ('example.org', 1795492800000);",
    // Feed 1, item 3, day 20,001 with an identity, which is 04 and zeros; three hashes; no aliases.
    "18": """
    INSERT INTO young_keys VALUES (1, x'01000000000000000300000000000000214e000001000000000000000000000400000000000000000400000000000000\
    040000000000000004000000000000000000000000000000000000000000000000000000000000000000000000000000\
    00000000000000000000000000000000');
    """,
    // The same of item 2, and an identity of 05 and zeros; the filter excludes nothing.
    "21": """
    INSERT INTO key_runs VALUES (1, 1, 20001, x'ffffffffffffffff',
      x'01000000000000000200000000000000214e000001000000000000000000000500000000000000000400000000000000\
    040000000000000004000000000000000000000000000000000000000000000000000000000000000000000000000000\
    00000000000000000000000000000000');
    """,
  ]
}
