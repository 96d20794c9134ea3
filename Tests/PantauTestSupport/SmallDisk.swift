import Foundation
import Glibc

/// A file system of a few megabytes in memory, which a test fills.
///
/// Needs the right to mount; ``isPossible`` says whether there is.
public final class SmallDisk: Sendable {
  /// Where it is mounted.
  public let path: String
  private let folder: TemporaryFolder

  /// Whether this process may mount.
  public static let isPossible: Bool = (try? SmallDisk(bytes: 1_000_000)) != nil

  /// Makes one of that size.
  ///
  /// - Throws: ``Program/Failure`` where it cannot be mounted.
  public init(bytes: Int) throws {
    folder = try TemporaryFolder()
    path = folder.path
    try Program.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path], in: "/")
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }

  /// Takes all the room that is left.
  ///
  /// - Throws: what Foundation does where the file cannot be made.
  public func fill() throws {
    let filler = path + "/filler"
    if !FileManager.default.fileExists(atPath: filler) {
      try Data().write(to: URL(fileURLWithPath: filler))
    }
    let descriptor = open(filler, O_WRONLY | O_APPEND | O_CLOEXEC)
    defer { close(descriptor) }
    let page = [UInt8](repeating: 0x20, count: 4_096)
    while write(descriptor, page, page.count) > 0 {}
  }

  /// Gives the room back.
  public func empty() { unlink(path + "/filler") }
}
