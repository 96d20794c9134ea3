import Foundation
import GRDB

/// A database that another process has left behind, read as any program may.
struct Archive {
  private let queue: DatabaseQueue

  /// Opens it as the next writer would: what a crash left in its log is taken in.
  init(_ path: String) throws { queue = try DatabaseQueue(path: path) }

  /// Opens it so that its files stay as they are; nobody else may have it open.
  init(readingOnly path: String) throws {
    // Of another state of the log.
    try? FileManager.default.removeItem(atPath: path + "-shm")
    var configuration = Configuration()
    configuration.readonly = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  /// What SQLite finds wrong with it.
  func faults() throws -> [String] {
    try queue.read { db in
      let found = try String.fetchAll(db, sql: "PRAGMA integrity_check")
      let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
      return found.filter { $0 != "ok" } + orphans.map { "\($0)" }
    }
  }

  /// Whether it has any table yet.
  func isEmpty() throws -> Bool { try queue.read { db in try !db.tableExists("alerts") } }

  /// A column of texts.
  func texts(_ sql: String) throws -> [String] {
    try queue.read { db in try String.fetchAll(db, sql: sql) }
  }

  /// A number.
  func number(_ sql: String) throws -> Int {
    try queue.read { db in try Int.fetchOne(db, sql: sql) ?? -1 }
  }

  /// Lets it go, so that another process finds it alone.
  func close() throws { try queue.close() }
}
