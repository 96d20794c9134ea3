import GRDB

/// Why the database could not serve, with what to do.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of fault it is, for those who act on it.
  public enum Kind: Sendable, Hashable {
    /// The database file does not exist.
    case missing
    /// The file or its folder cannot be written or opened.
    case notAccessible
    /// A newer pantau has written it.
    case newerVersion
    /// The file is damaged or no database.
    case damaged
    /// There is no room on the disk.
    case diskFull
    /// Another `pantau run` works on it.
    case inUse
    /// Anything else that SQLite says.
    case other
  }

  /// The kind of fault.
  public var kind: Kind
  /// The file, what happened, and what to do.
  public var description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// Translates what SQLite says about a file.
  init(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else {
      self.init(.other, "database \(path): \(error)")
      return
    }
    let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
    switch error.resultCode {
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .notAccessible,
        "database \(path) cannot be written (\(cause)). Check that its folder exists and belongs "
          + "to the user pantau runs as, or set \"database\" in config.json to another place.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(
        .damaged,
        "database \(path) is damaged or no SQLite database (\(cause)). "
          + Self.recoveryAdvice(path))
    case .SQLITE_FULL, .SQLITE_IOERR:
      self.init(
        .diskFull,
        "database \(path) cannot be written: the disk is full or fails (\(cause)). Make room; "
          + "pantau goes on by itself.")
    default:
      self.init(.other, "database \(path): \(cause)")
    }
  }

  /// What to do with a damaged database.
  public static func recoveryAdvice(_ path: String) -> String {
    "Stop pantau, then put a backup in its place with `pantau restore FILE`. Without one, take out "
      + "what can be read with `pantau restore --salvage \(path)`; or move the file away, and pantau "
      + "starts a new archive."
  }
}
