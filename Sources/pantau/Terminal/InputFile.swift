import Glibc

/// A file of the command line, or standard input.
enum InputFile {
  /// Reads all of it.
  ///
  /// - Throws: ``Fault`` with code 66 where it cannot be read or is too long.
  static func read(_ name: String, maxBytes: Int) throws -> [UInt8] {
    let descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(name) }
    defer { if name != "-" { close(descriptor) } }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    var bytes: [UInt8] = []
    var room = isFile ? min(max(0, Int(status.st_size)), maxBytes) + 1 : 65_536
    while true {
      let chunk = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let got = Glibc.read(descriptor, buffer.baseAddress, room)
        guard got >= 0 else { throw unreadable(name) }
        count = got
      }
      guard !chunk.isEmpty else { return bytes }
      // A file that gives less than was asked for has no more; in /proc, all are of no length.
      let isLast = isFile && status.st_size > 0 && chunk.count < room
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= maxBytes else {
        throw Fault(.noInput, "\(name) is longer than \(maxBytes) bytes.")
      }
      if isLast { return bytes }
      room = 65_536
    }
  }

  private static func unreadable(_ name: String) -> Fault {
    Fault(.noInput, "\(name) cannot be read: \(String(cString: strerror(errno))).")
  }
}
