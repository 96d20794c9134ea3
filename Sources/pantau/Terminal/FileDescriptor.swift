import Glibc

/// What write(2) leaves to its callers.
enum FileDescriptor {
  /// Writes all of a piece of memory.
  ///
  /// - Returns: false where the reader is gone or the disk is full; then `errno` says why.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
    return true
  }
}
