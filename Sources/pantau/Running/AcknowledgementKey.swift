import Glibc
import Logging
import PantauConfig
import PantauDeliver

/// The key that signs the links in messages: a file beside the database, for its owner alone.
///
/// Not in the database, which `pantau backup` and `dump` copy and which others may be given to read:
/// whoever has the key can acknowledge any alert.
enum AcknowledgementKey {
  /// Where the key of a database lies.
  static func path(ofDatabase database: String) -> String { database + ".ack-key" }

  /// What makes and judges links; nil where the configuration names no address for them, and,
  /// after an error in the log, where the key cannot be had: alerts go out without links then.
  static func links(
    _ web: WebConfiguration?, database: String, logger: Logger
  ) -> AcknowledgementLink? {
    guard let publicURL = web?.publicURL else { return nil }
    do {
      return AcknowledgementLink(publicURL: publicURL, key: try load(path(ofDatabase: database)))
    } catch {
      logger.error("\(error.message) Messages carry no links to acknowledge until the next start.")
      return nil
    }
  }

  /// Reads the key; makes it where there is none.
  ///
  /// - Throws: ``Fault`` where it cannot be read or made, or others than its owner may read it.
  static func load(_ path: String) throws(Fault) -> [UInt8] {
    if let key = try read(path) { return key }
    try make(path)
    guard let key = try read(path) else { throw failure("read", path) }
    return key
  }

  private static func read(_ path: String) throws(Fault) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("read", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("read", path) }
    guard status.st_mode & 0o077 == 0 else {
      throw Fault(
        .failed,
        "\(path) signs links and may be read by others than its owner. Remove it, so that pantau "
          + "makes a new one at its next start; links sent so far are no longer good then.")
    }
    var bytes = [UInt8](repeating: 0, count: AcknowledgementLink.minKeyBytes)
    guard Glibc.read(descriptor, &bytes, bytes.count) == bytes.count else {
      throw Fault(
        .failed,
        "\(path) holds no whole key. Remove it; pantau makes a new one at its next start.")
    }
    return bytes
  }

  /// Under another name first, so that a crash leaves no half of a key.
  private static func make(_ path: String) throws(Fault) {
    let partial = "\(path).\(getpid()).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("made", path) }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<AcknowledgementLink.minKeyBytes).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    let isWritten =
      key.withUnsafeBytes { FileDescriptor.write($0, to: descriptor) } && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, rename(partial, path) == 0 else {
      let fault = failure("made", path)
      unlink(partial)
      throw fault
    }
  }

  private static func failure(_ what: String, _ path: String) -> Fault {
    Fault(.failed, "\(path) cannot be \(what): \(String(cString: strerror(errno))).")
  }
}
