import Glibc

/// What the file system says of a path.
enum FileStatus {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// What the last call that failed says.
  static var lastProblem: String { String(cString: strerror(errno)) }

  /// The folder that a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a rename in a folder durable; a file system that cannot is no worse for the try.
  static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Gives a file the owner and mode of another; the folder's owner where that one is missing.
  ///
  /// What root restores the service's user must be able to write. Others may not, and need not.
  static func take(ownerOf other: String, for path: String) {
    var status = stat()
    if stat(other, &status) == 0 {
      _ = chmod(path, status.st_mode & 0o777)
    } else if stat(folder(of: path), &status) == 0 {
      _ = chmod(path, 0o644)
    } else {
      return
    }
    _ = chown(path, status.st_uid, status.st_gid)
  }
}
