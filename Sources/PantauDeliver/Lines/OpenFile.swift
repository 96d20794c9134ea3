import Glibc
import Synchronization

/// A file open for appending; closed when neither its channel nor an attempt holds it.
final class OpenFile: Sendable {
  let descriptor: Int32
  private let lacksLineEnd: Atomic<Bool>

  /// The errno of an open(2) that failed.
  struct Failure: Error {
    let code: Int32
  }

  /// Opens or makes the file.
  ///
  /// Without waiting: a named pipe that nobody reads is a failure (ENXIO).
  init(path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o640)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    self.descriptor = descriptor
    lacksLineEnd = Atomic(Self.endsInsideLine(path, descriptor))
  }

  deinit { close(descriptor) }

  /// A line end where a crash or a full disk cut the file's last line short; once.
  func takeMissingLineEnd() -> [UInt8] {
    lacksLineEnd.exchange(false, ordering: .relaxed) ? [0x0A] : []
  }

  /// Cuts off the beginning of a line that could not be written to its end.
  func takeBack(_ count: Int) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard count > 0, end >= count else { return }
    if ftruncate(descriptor, end - count) != 0 { lacksLineEnd.store(true, ordering: .relaxed) }
  }

  private static func endsInsideLine(_ path: String, _ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return false }
    let reader = open(path, O_RDONLY | O_CLOEXEC)
    guard reader >= 0 else { return false }
    defer { close(reader) }
    var last: UInt8 = 0
    return pread(reader, &last, 1, status.st_size - 1) == 1 && last != 0x0A
  }
}
