import Glibc

/// A port on loopback that takes no more connections: whoever connects waits for ever.
public final class FullListener: Sendable {
  /// Why there is none.
  public struct Failure: Error {
    /// The errno.
    public let code: Int32
  }

  /// The port that the kernel gave.
  public let port: Int
  private let sockets: [Int32]

  /// Listens with the shortest line there is, and fills it.
  ///
  /// - Throws: ``Failure`` where a socket cannot be had.
  public init() throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    // Linux takes one connection more than the line is long, and answers no further one.
    let opened = (0..<4).map { _ in socket(AF_INET, kind, 0) }
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(opened[0], address, length) == 0, listen(opened[0], 0) == 0,
          getsockname(opened[0], address, &length) == 0
        else { return false }
        for client in opened.dropFirst() { _ = connect(client, address, length) }
        return true
      }
    }
    sockets = opened
    port = Int(UInt16(bigEndian: address.sin_port))
    guard isReady else { throw Failure(code: errno) }
  }

  deinit {
    for socket in sockets { close(socket) }
  }
}
