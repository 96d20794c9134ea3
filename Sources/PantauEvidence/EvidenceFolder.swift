import Glibc

/// Writes files into a new folder, and a list of their SHA-256 sums that `sha256sum -c` reads.
public enum EvidenceFolder {
  /// Why a folder could not be written.
  public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The path, what happened, and what to do.
    public var description: String
  }

  /// The name of the list of sums.
  public static let sums = "SHA256SUMS"

  /// Writes a folder; nothing that is there is written over.
  ///
  /// - Parameters:
  ///   - files: the files.
  ///   - path: the folder; made where it is missing, and refused where it holds anything.
  /// - Throws: ``Fault``; files written before it stay.
  public static func write(_ files: [EvidenceCase.File], to path: String) throws(Fault) {
    if mkdir(path, 0o755) != 0 {
      guard errno == EEXIST else {
        throw Fault(description: "\(path) cannot be made: \(String(cString: strerror(errno))).")
      }
      guard isEmptyFolder(path) else {
        throw Fault(
          description: "\(path) is there already and no empty folder; give the name of a new one.")
      }
    }
    for file in files { try write(file, in: path) }
    let lines = files.map { "\(Digest.hex(Digest.sha256($0.bytes)))  \($0.name)\n" }
    try write(EvidenceCase.File(sums, Array(lines.joined().utf8)), in: path)
  }

  private static func isEmptyFolder(_ path: String) -> Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    var count = 0
    while count < 3, readdir(folder) != nil { count += 1 }
    // Itself and the one above.
    return count == 2
  }

  private static func write(_ file: EvidenceCase.File, in folder: String) throws(Fault) {
    let path = folder + "/" + file.name
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw fault(path) }
    defer { close(descriptor) }
    var rest = file.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw fault(path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw fault(path) }
  }

  private static func fault(_ path: String) -> Fault {
    Fault(description: "\(path) cannot be written: \(String(cString: strerror(errno))).")
  }
}
