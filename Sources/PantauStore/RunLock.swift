import Glibc

/// The lock that one `pantau run` holds beside its database.
///
/// An advisory lock on an open file (flock(2)): the kernel frees it however the process dies, and
/// the file may stay. It holds the process's number for the message of a second one.
public final class RunLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameter databasePath: the database; the lock is the file beside it ending in `.lock`.
  /// - Throws: ``StoreError``, ``StoreError/Kind/inUse`` where another process holds it.
  public init(databasePath: String) throws(StoreError) {
    let path = databasePath + ".lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw StoreError(
        .notAccessible,
        "the lock \(path) cannot be made: \(String(cString: strerror(errno))). Check that the "
          + "database's folder exists and belongs to the user pantau runs as, or set \"database\" "
          + "in config.json to another place.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      // `deinit` closes it: the value is whole already. Closed here as well, the second time would
      // close whatever file another thread has opened in between, a database's, say.
      throw StoreError(
        .inUse,
        "pantau is running already on \(databasePath) (process \(Self.text(of: descriptor))). Stop that one first, or "
          + "give this one another \"database\" in its config.json.")
    }
    Self.write("\(getpid())\n", to: descriptor)
  }

  deinit { close(descriptor) }

  private static func text(of descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &buffer, buffer.count, 0)
    let digits = buffer.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }
}
