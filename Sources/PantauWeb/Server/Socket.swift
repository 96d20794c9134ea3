import Glibc

/// A socket, closed with its last reference; the server's never block.
///
/// The only file of the room that touches pointers.
final class Socket: Sendable {
  let descriptor: Int32

  /// What a read or write brought.
  enum Progress: Hashable {
    case bytes(Int)
    /// Nothing now.
    case wouldBlock
    /// The other side has ended, or is gone.
    case ended
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Two ends joined to each other.
  static func pair() throws(ListenError) -> (Socket, Socket) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw ListenError(errno) }
    return (Socket(descriptor: ends[0]), Socket(descriptor: ends[1]))
  }

  /// Listens on an address.
  ///
  /// - Parameters:
  ///   - host: a literal address; IPv6 without brackets.
  ///   - port: 0: any free one.
  ///   - backlog: how many connections may wait to be taken.
  /// - Returns: the socket.
  /// - Throws: ``ListenError``.
  static func listening(host: String, port: Int, backlog: Int) throws(ListenError) -> Socket {
    try opened(host: host, port: port, flags: Int32(SOCK_NONBLOCK.rawValue)) { socket, address in
      // So that a restart need not wait for connections of the last run to time out.
      var yes: Int32 = 1
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
      return bind(socket, address.ai_addr, address.ai_addrlen) == 0
        && listen(socket, Int32(backlog)) == 0
    }
  }

  /// Connects to an address; this socket blocks, for so many seconds at each step.
  ///
  /// - Throws: ``ListenError``.
  static func connected(
    host: String, port: Int, patience seconds: Int
  ) throws(ListenError) -> Socket {
    try opened(host: host, port: port, flags: 0) { socket, address in
      var time = timeval(tv_sec: seconds, tv_usec: 0)
      let length = socklen_t(MemoryLayout<timeval>.size)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, length)
      setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, length)
      return connect(socket, address.ai_addr, address.ai_addrlen) == 0
    }
  }

  /// Opens a socket for an address; `prepare` says whether it could do its part, with `errno`.
  private static func opened(
    host: String, port: Int, flags: Int32, _ prepare: (Int32, addrinfo) -> Bool
  ) throws(ListenError) -> Socket {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let found else {
      throw ListenError(EADDRNOTAVAIL)
    }
    defer { freeaddrinfo(found) }
    let address = found.pointee
    let type = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | flags
    let descriptor = socket(address.ai_family, type, address.ai_protocol)
    guard descriptor >= 0 else { throw ListenError(errno) }
    let socket = Socket(descriptor: descriptor)
    guard prepare(descriptor, address) else { throw ListenError(errno) }
    return socket
  }

  /// The port it is bound to; 0 where that cannot be told.
  var port: Int {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        guard getsockname(descriptor, general, &length) == 0 else { return 0 }
        // Both families have their port at the same place, in network order.
        return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
      }
    }
  }

  /// The next connection.
  ///
  /// - Returns: nil where none waits.
  /// - Throws: ``ListenError`` where one waits and cannot be had, for instance for want of
  ///   descriptors.
  func accepted() throws(ListenError) -> Socket? {
    let connection = accept(descriptor, nil, nil)
    guard connection >= 0 else {
      switch errno {
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: throw ListenError(errno)
      default: return nil
      }
    }
    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
    guard fcntl(connection, F_SETFL, O_NONBLOCK) == 0 else {
      close(connection)
      return nil
    }
    return Socket(descriptor: connection)
  }

  /// Reads into a buffer.
  func read(into buffer: inout [UInt8]) -> Progress {
    progress(recv(descriptor, &buffer, buffer.count, 0))
  }

  /// Writes what fits.
  func write(_ bytes: ArraySlice<UInt8>) -> Progress {
    progress(
      bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) })
  }

  /// Says that nothing more will be written.
  func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  private func progress(_ count: Int) -> Progress {
    if count > 0 { return .bytes(count) }
    guard count < 0 else { return .ended }
    return errno == EAGAIN || errno == EINTR ? .wouldBlock : .ended
  }
}

/// Why an address cannot be listened on.
struct ListenError: Error, Hashable {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// What is wrong and what to do, whole sentences.
  var advice: String {
    switch code {
    case EADDRINUSE:
      "another program listens there. Stop it, or set \"web\": {\"listen\": …} to another port."
    case EADDRNOTAVAIL:
      "this machine has no such address. Set \"web\": {\"listen\": …} to one that it has."
    case EACCES, EPERM:
      "pantau may not use this port. Set \"web\": {\"listen\": …} to one above 1023."
    default: String(cString: strerror(code)) + "."
    }
  }
}
