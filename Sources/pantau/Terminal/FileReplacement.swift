import Glibc

/// Puts new text in a file's place, whole or not at all.
enum FileReplacement {
  /// Writes a file beside it, and renames that over it; a crash leaves the old one or the new one.
  ///
  /// Owner and permissions stay, and a symbolic link goes on pointing at the file.
  ///
  /// - Throws: ``Fault``.
  static func write(_ bytes: [UInt8], to name: String) throws {
    guard let resolved = realpath(name, nil) else { throw failure(name) }
    defer { free(resolved) }
    let path = String(cString: resolved)
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(name) }
    let partial = "\(path).\(getpid()).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(name) }
    let isWritten =
      bytes.withUnsafeBytes { FileDescriptor.write($0, to: descriptor) }
      // Only root may give a file away; for others the owner is themselves.
      && (fchown(descriptor, status.st_uid, status.st_gid) == 0 || status.st_uid == geteuid())
      && fchmod(descriptor, status.st_mode & 0o7777) == 0 && fsync(descriptor) == 0
    let fault = failure(name)
    close(descriptor)
    guard isWritten, rename(partial, path) == 0 else {
      let fault = isWritten ? failure(name) : fault
      unlink(partial)
      throw fault
    }
  }

  private static func failure(_ name: String) -> Fault {
    Fault(.failed, "\(name) cannot be written: \(String(cString: strerror(errno))).")
  }
}
