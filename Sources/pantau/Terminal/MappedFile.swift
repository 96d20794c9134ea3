import Glibc

/// A file of the command line, seen in memory without being copied there.
///
/// Owns the mapping and takes it away in `deinit`.
final class MappedFile {
  private let base: UnsafeMutableRawPointer
  private let count: Int
  /// Up to where memory was given back.
  private var givenBack = 0

  /// How much is given back at a time; a multiple of every page size.
  private static let step = 1 << 19

  /// Maps a file; nil where it is no ordinary one, is empty, longer than `maxBytes`, or cannot be
  /// opened: ``InputFile`` reads those, or says why not.
  init?(_ name: String, maxBytes: Int) {
    let descriptor = open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size > 0, Int(status.st_size) <= maxBytes
    else { return nil }
    count = Int(status.st_size)
    guard let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      mapped != MAP_FAILED
    else { return nil }
    base = mapped
    Self.endPlainlyWhenCut()
  }

  deinit {
    munmap(base, count)
  }

  /// Lends the bytes.
  func withBytes<Value, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let bytes = UnsafeRawBufferPointer(start: base, count: count)
    return try bytes.withMemoryRebound(to: UInt8.self) { bytes throws(Failure) in
      try body(bytes.span)
    }
  }

  /// Gives the memory of the first `end` bytes back; looked at again, they are read again.
  ///
  /// An end before the last one begins a second reading.
  func giveBack(upTo end: Int) {
    if end < givenBack { givenBack = 0 }
    let whole = end / Self.step * Self.step
    guard whole > givenBack else { return }
    // From the start each time: the kernel maps files by pieces of up to some megabytes, those before
    // a page that is looked at included.
    madvise(base, whole, MADV_DONTNEED)
    givenBack = whole
  }

  /// A file that another program cuts short while it is read raises SIGBUS: then there is nothing to
  /// be saved, and the end is that of a file that cannot be read.
  private static func endPlainlyWhenCut() {
    signal(SIGBUS) { _ in
      let message: StaticString = "pantau: the file was cut short while it was read.\n"
      _ = Glibc.write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(66)
    }
  }
}
