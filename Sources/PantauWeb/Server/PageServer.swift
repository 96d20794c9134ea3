public import FoundationEssentials
import Glibc
import PantauCore

/// A small HTTP server: one thread, a bounded number of connections, one request each.
///
/// It shares a process with the poller, so what a client can take is bounded: bytes of a request,
/// time for it, time for the answer, connections. Without connections its thread sleeps.
public final class PageServer: Sendable {
  /// Gives the answer to a request; called on the server's thread, one at a time.
  typealias Handler = @Sendable (PageRequest) -> PageResponse

  /// What clients may take.
  public struct Limits: Sendable {
    /// Connections at once; others wait in the kernel's queue.
    public var connections = 64
    /// How long a whole request may take to arrive.
    public var readTime: Duration = .seconds(10)
    /// How long a whole answer may take to leave.
    public var writeTime: Duration = .seconds(30)
    /// The wall clock, for the `Date` header.
    public var clock: @Sendable () -> Date = { Date() }

    /// The limits of a daemon.
    public init() {}
  }

  /// The port it listens on.
  public var port: Int { listener.port }

  private let listener: Socket
  private let limits: Limits
  private let handler: Handler
  private let stopped: Socket
  private let stopping: Socket

  /// How long to rest after a connection could not be had for want of descriptors.
  private static let scarcityRest: Duration = .seconds(1)

  /// Starts listening; nothing is answered before ``run()``.
  ///
  /// - Parameters:
  ///   - host: a literal address, IPv6 without brackets, or `localhost`.
  ///   - port: 0: any free one.
  ///   - limits: what clients may take.
  ///   - handler: gives the answers.
  /// - Throws: ``PageServerError`` where the address cannot be had.
  init(
    host: String, port: Int, limits: Limits = Limits(), handler: @escaping Handler
  ) throws(PageServerError) {
    let address = host == "localhost" ? "127.0.0.1" : host
    do throws(ListenError) {
      listener = try Socket.listening(host: address, port: port, backlog: limits.connections)
      (stopping, stopped) = try Socket.pair()
    } catch {
      let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      throw PageServerError(description: "the page cannot listen on \(place): \(error.advice)")
    }
    self.limits = limits
    self.handler = handler
  }

  /// Starts listening for a site; as above.
  ///
  /// - Throws: ``PageServerError`` where the address cannot be had.
  public convenience init(
    host: String, port: Int, site: AlertSite
  ) throws(PageServerError) {
    try self.init(host: host, port: port) { site.response(to: $0) }
  }

  /// Ends ``run()``; connections are closed.
  public func stop() { stopping.endWriting() }

  /// Answers until ``stop()``; blocks.
  public func run() {
    var clients: [Client] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    var restsUntil = MonotonicInstant.now
    while true {
      let now = MonotonicInstant.now
      let accepts = clients.count < limits.connections && restsUntil <= now
      var polled = [
        pollfd(fd: stopped.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: listener.descriptor, events: Int16(accepts ? POLLIN : 0), revents: 0),
      ]
      polled += clients.map(\.polled)
      let deadlines = clients.map(\.deadline) + (restsUntil > now ? [restsUntil] : [])
      poll(&polled, nfds_t(polled.count), Self.milliseconds(from: now, to: deadlines.min()))
      if polled[0].revents != 0 { return }
      let then = MonotonicInstant.now
      for place in clients.indices {
        if polled[place + 2].revents != 0 {
          clients[place].step(&buffer, at: then, handler: handler)
        }
        if clients[place].deadline <= then, !clients[place].isDone {
          clients[place].expire(at: then)
        }
      }
      clients.removeAll(where: \.isDone)
      if polled[1].revents != 0, !accept(into: &clients, then) {
        restsUntil = then + Self.scarcityRest
      }
    }
  }

  /// Takes what waits, as far as there is room; false where descriptors are scarce.
  private func accept(into clients: inout [Client], _ now: MonotonicInstant) -> Bool {
    while clients.count < limits.connections {
      do throws(ListenError) {
        guard let socket = try listener.accepted() else { return true }
        clients.append(Client(socket, now: now, limits: limits))
      } catch {
        return false
      }
    }
    return true
  }

  private static func milliseconds(from now: MonotonicInstant, to end: MonotonicInstant?) -> Int32 {
    guard let end else { return -1 }
    return Int32(min(max(0, (end.seconds(since: now) * 1_000).rounded(.up)), 60_000))
  }
}

/// Why the page cannot be served, and what to do.
public struct PageServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Whole sentences.
  public let description: String
}
