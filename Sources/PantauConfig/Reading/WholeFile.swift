import Glibc

/// Why a file could not be read.
public struct FileReadingError: Error, Sendable, Hashable {
  /// Whether there is no such file, rather than one that refuses.
  public var isMissing: Bool
  /// For example `no such file`, `permission denied`.
  public var reason: String

  /// Makes an error.
  public init(isMissing: Bool, reason: String) {
    self.isMissing = isMissing
    self.reason = reason
  }

  fileprivate init(number: Int32) {
    switch number {
    case ENOENT, ENOTDIR: self.init(isMissing: true, reason: "no such file")
    case EACCES, EPERM: self.init(isMissing: false, reason: "permission denied")
    case EISDIR: self.init(isMissing: false, reason: "it is a directory")
    default: self.init(isMissing: false, reason: "error \(number)")
    }
  }
}

/// Reads files with a bound, pipes and devices included.
enum WholeFile {
  private static let chunkBytes = 262_144

  /// All bytes of a file of at most ``Limits/fileBytes``.
  static func read(_ path: String) throws(FileReadingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileReadingError(number: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw FileReadingError(number: errno)
      }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= Limits.fileBytes else {
        throw FileReadingError(
          isMissing: false, reason: "it is larger than \(Limits.fileBytes / 1_000_000) MB")
      }
    }
  }
}
