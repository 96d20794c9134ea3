import Glibc
import Synchronization

/// A real HTTP/1.1 server on a loopback address and a port of its own, which does what a test
/// scripts: byte for byte, stalls, lies and breaks included.
///
/// One thread a connection.
public final class LoopbackServer: Sendable {
  /// Why no server could be started.
  public struct StartError: Error {
    /// The call that failed and its errno.
    public let message: String
  }

  private struct State {
    var requests: [RecordedRequest] = []
    var connections = 0
    var open: Set<Int32> = []
    var isClosed = false
    var waiters: [Waiter] = []
  }

  private struct Waiter {
    let count: Int
    let continuation: CheckedContinuation<Void, Never>
  }

  /// The address it listens on.
  public let address: String
  /// The port that the kernel gave.
  public let port: Int
  private let listener: Int32
  private let script: @Sendable (RecordedRequest) -> Answer
  private let state = Mutex(State())

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - address: one of 127.0.0.0/8.
  ///   - script: gives the answer to each request; called on server threads.
  /// - Throws: ``StartError`` when the address cannot be had.
  public init(
    address: String = "127.0.0.1", script: @escaping @Sendable (RecordedRequest) -> Answer
  ) throws {
    (listener, port) = try Self.listen(on: address)
    self.address = address
    self.script = script
    let listener = listener
    startThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let self else {
          _ = Glibc.close(connection)
          break
        }
        self.serve(connection)
      }
      // Closed by the thread that uses it, so that no new descriptor of this number is accepted on.
      _ = Glibc.close(listener)
    }
  }

  /// Starts listening with an answer for each path; other paths give 404.
  public convenience init(address: String = "127.0.0.1", routes: [String: Answer]) throws {
    try self.init(address: address) { routes[$0.path] ?? .status(404) }
  }

  deinit { close() }

  /// The URL of a path here.
  public func url(_ path: String = "/") -> String { "http://\(address):\(port)\(path)" }

  /// All requests so far, in order of arrival.
  public var requests: [RecordedRequest] { state.withLock { $0.requests } }

  /// How many requests a path has had.
  public func hits(_ path: String) -> Int { requests.count { $0.path == path } }

  /// How many connections were accepted.
  public var connections: Int { state.withLock { $0.connections } }

  /// Waits until that many requests have come, or the server is closed.
  public func waitForRequests(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.requests.count >= count || state.isClosed { return true }
        state.waiters.append(Waiter(count: count, continuation: continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Stops listening and breaks all connections.
  public func close() {
    let waiters = state.withLock { state in
      guard !state.isClosed else { return [Waiter]() }
      state.isClosed = true
      shutdown(listener, Int32(SHUT_RDWR))
      for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.continuation.resume() }
  }

  // MARK: Connections

  private func serve(_ socket: Int32) {
    let number: Int? = state.withLock { state in
      guard !state.isClosed else { return nil }
      state.connections += 1
      state.open.insert(socket)
      return state.connections
    }
    guard let number else {
      _ = Glibc.close(socket)
      return
    }
    startThread { [self] in
      var connection = LoopbackConnection(socket: socket, number: number)
      while let request = connection.nextRequest() {
        record(request)
        let goesOn = connection.play(script(request)) { state.withLock { $0.isClosed } }
        if !goesOn { break }
      }
      state.withLock { _ = $0.open.remove(socket) }
      _ = Glibc.close(socket)
    }
  }

  private func record(_ request: RecordedRequest) {
    let ready = state.withLock { state in
      state.requests.append(request)
      let count = state.requests.count
      defer { state.waiters.removeAll { $0.count <= count } }
      return state.waiters.filter { $0.count <= count }
    }
    for waiter in ready { waiter.continuation.resume() }
  }

  private static func listen(on text: String) throws -> (socket: Int32, port: Int) {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0, inet_pton(AF_INET, text, &address.sin_addr) == 1 else {
      throw StartError(message: "socket on \(text): errno \(errno)")
    }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && Glibc.listen(listener, 1_024) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard bound else {
      let cause = errno
      _ = Glibc.close(listener)
      throw StartError(message: "bind to \(text): errno \(cause)")
    }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }
}
