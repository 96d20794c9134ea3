import Foundation
import Testing

@testable import PantauStore

/// The SQL that stands in the sources of PantauStore, so that no statement escapes a check.
struct SourceStatements {
  /// A statement, and the file that has it.
  struct Statement: Hashable {
    var file: String
    var sql: String
  }

  /// What the sources put into statements by name.
  private static let names = [
    "ArchivedItem.columns": """
    id, feed_id, story_id, guid, url, title, summary, content, authors, categories, published_ms,
    updated_ms, seen_ms
    """,
    "Self.columns": "id, title, summary, content, authors, categories, url",
    "Self.maxVersions": "50",
    "StoredFeed.columns": StoredFeed.columns,
  ]

  /// All that are whole, each once.
  var whole: [Statement] = []
  /// The files whose statements are put together when they run.
  var dynamic: Set<String> = []

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appendingPathComponent("Sources/PantauStore")
    let literal = /"""\n(.*?)"""|"((?:[^"\\\n]|\\.)*)"/.dotMatchesNewlines()
    let verb = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|REPLACE)\s/
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where !name.hasPrefix("Migrations") {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(of: literal) {
        var sql = String(match.1 ?? match.2 ?? "")
        guard sql.firstMatch(of: verb) != nil else { continue }
        for (name, value) in Self.names {
          sql = sql.replacingOccurrences(of: "\\(\(name))", with: value)
        }
        if sql.contains("\\(") {
          dynamic.insert(name)
        } else {
          whole.append(Statement(file: name, sql: sql))
        }
      }
    }
  }
}
