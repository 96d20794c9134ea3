import Glibc
import PantauCore

/// One connection: a request is read, an answer written, and what the client still sends let go.
///
/// Used by the server's thread alone.
struct Client {
  /// How long the client may go on sending behind its answer.
  private static let lingerTime: Duration = .seconds(2)

  private enum Phase {
    case reading
    case writing(sent: Int)
    case lingering
    case done
  }

  private let socket: Socket
  private let limits: PageServer.Limits
  private var reader = RequestReader()
  private var answer: [UInt8] = []
  private var phase = Phase.reading
  /// When it has had its time.
  private(set) var deadline: MonotonicInstant

  init(_ socket: Socket, now: MonotonicInstant, limits: PageServer.Limits) {
    self.socket = socket
    self.limits = limits
    deadline = now + limits.readTime
  }

  /// Whether it can be forgotten.
  var isDone: Bool { if case .done = phase { true } else { false } }

  /// What is waited for.
  var polled: pollfd {
    let isWriting = if case .writing = phase { true } else { false }
    return pollfd(
      fd: socket.descriptor, events: Int16(isWriting ? POLLOUT : POLLIN), revents: 0)
  }

  /// Goes on after the socket has become ready.
  mutating func step(
    _ buffer: inout [UInt8], at now: MonotonicInstant, handler: PageServer.Handler
  ) {
    switch phase {
    case .reading: read(&buffer, now, handler)
    case .writing: write(now)
    case .lingering: if socket.read(into: &buffer) == .ended { phase = .done }
    case .done: break
    }
  }

  /// Its time is over: one that was sending hears so.
  mutating func expire(at now: MonotonicInstant) {
    guard case .reading = phase, !reader.isEmpty else {
      phase = .done
      return
    }
    refuse(.requestTimeout, "the request took too long to arrive", now)
  }

  private mutating func read(
    _ buffer: inout [UInt8], _ now: MonotonicInstant, _ handler: PageServer.Handler
  ) {
    switch socket.read(into: &buffer) {
    case .wouldBlock: return
    case .ended: phase = .done
    case .bytes(let count):
      switch reader.take(buffer[..<count]) {
      case .incomplete: return
      case .refused(let status, let reason): refuse(status, reason, now)
      case .request(let request):
        send(handler(request), now, withBody: request.method != "HEAD")
      }
    }
  }

  private mutating func refuse(_ status: PageStatus, _ reason: String, _ now: MonotonicInstant) {
    send(PageResponse("\(status.rawValue): \(reason).\n", status: status), now, withBody: true)
  }

  private mutating func send(
    _ response: PageResponse, _ now: MonotonicInstant, withBody: Bool
  ) {
    answer = response.bytes(at: limits.clock(), withBody: withBody)
    reader = RequestReader()
    phase = .writing(sent: 0)
    deadline = now + limits.writeTime
    write(now)
  }

  private mutating func write(_ now: MonotonicInstant) {
    while case .writing(let sent) = phase {
      switch socket.write(answer[sent...]) {
      case .wouldBlock: return
      case .ended: phase = .done
      case .bytes(let count): phase = .writing(sent: sent + count)
      }
      guard case .writing(answer.count) = phase else { continue }
      // Closed at once, unread bytes would make the kernel reset the connection, and the client
      // might lose the answer.
      socket.endWriting()
      answer = []
      phase = .lingering
      deadline = now + Self.lingerTime
    }
  }
}
