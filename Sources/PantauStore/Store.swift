import GRDB
import PantauCore
import Synchronization

/// The archive: one SQLite database in WAL mode, one writer, readers that never wait.
///
/// Every commit is on disk before it counts (`synchronous=FULL`). Methods block; call them from
/// threads of your own, never from the cooperative pool's tasks.
public final class Store: Sendable {
  /// The database file.
  public let path: String
  let pool: any DatabaseReader
  private let writer: (any DatabaseWriter)?
  /// A connection of its own for lookups: GRDB's pool looks for a changed schema at each read, which takes
  /// as long as a poll's lookups.
  private let lookups: any DatabaseReader
  /// What copies are found by; locked by whoever commits polls.
  let stories = Mutex(StoryIndex())
  /// The keys that are not in their tables yet.
  let keyLog = KeyLog()
  /// Words that are in the list of words; locked by whoever fills the search index.
  let listedWords = Mutex(SeenWords())

  /// Opens the database for writing; makes or migrates it where needed.
  ///
  /// - Parameter path: the file; its folder must exist.
  /// - Throws: ``StoreError``.
  public init(path: String) throws(StoreError) {
    self.path = path
    do {
      var configuration = Self.configuration()
      // For a new file only. An item with its text fills half a page of 8 kB, and each page goes
      // through the kernel four times (frame head, frame, and both ways of a checkpoint).
      configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA page_size = 8192") }
      let pool = try DatabasePool(path: path, configuration: configuration)
      try Self.migrate(pool, path: path)
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        try db.gatherLogWrites()
      }
      self.pool = pool
      writer = pool
      lookups = try Self.readOnlyQueue(path, cacheInKB: Self.lookupCacheInKB)
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Opens an existing database for reading, beside a daemon that writes to it.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``StoreError``, ``StoreError/Kind/missing`` where there is no file.
  public init(readingFrom path: String) throws(StoreError) {
    self.path = path
    guard FileStatus.exists(path) else {
      throw StoreError(
        .missing, "there is no database \(path) yet; `pantau run` makes it at its first start.")
    }
    do {
      let queue = try Self.readOnlyQueue(path)
      try queue.read { db in try Self.checkVersion(db, path: path) }
      (pool, lookups) = (queue, queue)
      writer = nil
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Opens an existing database only to copy it, whatever version has written it.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``StoreError``, ``StoreError/Kind/missing`` where there is no file.
  public init(copying path: String) throws(StoreError) {
    self.path = path
    guard FileStatus.exists(path) else {
      throw StoreError(.missing, "there is no database \(path).")
    }
    do { pool = try Self.readOnlyQueue(path) } catch { throw StoreError(error, path: path) }
    lookups = pool
    writer = nil
  }

  /// Closes the database, once those who read or write just now are done; then its log is empty and gone,
  /// unless another process has it open.
  public func shutDown() {
    try? lookups.close()
    // The pool itself would close the connection that writes first, and only the last can empty the log.
    (writer as? DatabasePool)?.invalidateReadOnlyConnections()
    try? pool.close()
  }

  /// Before the connection that writes, which empties the log when it is the last to go.
  deinit { try? lookups.close() }

  /// The inner pages of a million items' keys, so that a lookup reads one page.
  private static let lookupCacheInKB = 2_000

  private static func readOnlyQueue(
    _ path: String, cacheInKB: Int = readerCacheInKB
  ) throws -> DatabaseQueue {
    var configuration = Self.configuration(readerCacheInKB: cacheInKB)
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// A reader looks single rows up, or reads through once.
  private static let readerCacheInKB = 500

  private static func configuration(
    readerCacheInKB: Int = readerCacheInKB
  ) -> Configuration {
    _ = SQLiteMemory.isUncounted
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = 4
    configuration.label = "pantau"
    configuration.prepareDatabase { db in
      // The writer's dirty pages stay in its cache until they are committed.
      let cache = db.configuration.readonly ? readerCacheInKB : 4_000
      try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(cache)")
      if db.configuration.readonly { try SearchFunctions.register(db) }
    }
    return configuration
  }

  private static func migrate(_ pool: DatabasePool, path: String) throws {
    try pool.read { db in try checkVersion(db, path: path, isNewFine: true) }
    try Migrations.migrator.migrate(pool)
  }

  private static func checkVersion(
    _ db: Database, path: String, isNewFine: Bool = false
  ) throws {
    if try Migrations.migrator.hasBeenSuperseded(db) {
      throw StoreError(
        .newerVersion,
        "database \(path) was written by a newer pantau. Install that version again, or set "
          + "\"database\" in config.json to another file.")
    }
    guard !isNewFine, try !Migrations.migrator.hasCompletedMigrations(db) else { return }
    throw StoreError(
      .other,
      "database \(path) is of an older pantau; start `pantau run` once, which brings it up to date."
    )
  }

  /// Reads from one snapshot of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try pool.read(body) } catch { throw StoreError(error, path: path) }
  }

  /// Reads statement by statement, each seeing what is committed then: for lookups that need no
  /// common snapshot, and are spared a transaction.
  func readUnisolated<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try lookups.unsafeRead(body) } catch { throw StoreError(error, path: path) }
  }

  /// Asks the connection that writes, outside of any transaction.
  func outsideTransaction<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    guard let writer else {
      throw StoreError(.notAccessible, "database \(path) is open for reading only.")
    }
    do {
      return try writer.writeWithoutTransaction(body)
    } catch { throw StoreError(error, path: path) }
  }

  /// Writes in one transaction; all or nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    guard let writer else {
      throw StoreError(.notAccessible, "database \(path) is open for reading only.")
    }
    do { return try writer.write(body) } catch { throw StoreError(error, path: path) }
  }
}
