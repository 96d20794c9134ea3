import Glibc

/// The sockets that libcurl waits for, and the waker: what poll(2) is asked about.
///
/// Sockets that are ready are given one at a time: first those to write to, for a request that is sent
/// starts a server's clock, then those to read from, in turn, so that none waits for ever. Lives on the
/// fetch thread.
final class SocketWatch {
  /// A socket, and what may be done with it.
  struct Ready: Equatable {
    var socket: Int32
    var canRead: Bool
    var canWrite: Bool
  }

  /// When libcurl wants to be called for its own timers; nil where it has none.
  var deadline: ContinuousClock.Instant?

  private let waker: FetchWaker
  /// The waker's comes first.
  private var entries: [pollfd]
  private var places: [Int32: Int] = [:]
  /// The sockets that poll(2) found ready and that were not given yet, the next one last.
  private var ready: [Int32] = []
  /// The place of the socket that was last given to be read from.
  private var last = 0

  init(_ waker: FetchWaker) {
    self.waker = waker
    entries = [pollfd(fd: waker.fileDescriptor, events: Int16(POLLIN), revents: 0)]
  }

  /// Watches a socket for what is said, or no more where nothing is.
  func set(_ socket: Int32, reads: Bool, writes: Bool) {
    guard reads || writes else { return remove(socket) }
    let events = Int16((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))
    if let place = places[socket] {
      entries[place].events = events
    } else {
      places[socket] = entries.count
      entries.append(pollfd(fd: socket, events: events, revents: 0))
    }
  }

  /// Waits until a socket is ready, the deadline has come, or the waker was used.
  ///
  /// - Parameters:
  ///   - milliseconds: the longest wait.
  ///   - isResting: whether only the waker is looked at.
  func wait(atMost milliseconds: Int32, isResting: Bool) {
    let count = isResting ? 1 : entries.count
    let time = max(0, isResting ? milliseconds : min(milliseconds, timeLeft))
    let found = entries.withUnsafeMutableBufferPointer {
      poll($0.baseAddress, nfds_t(count), time)
    }
    guard found > 0 else { return }
    if entries[0].revents != 0 { waker.drain() }
    if !isResting { line() }
  }

  /// The next socket that is ready, each at most once after a wait; nil after the last one.
  func next() -> Ready? {
    while let socket = ready.popLast() {
      // It may have been closed meanwhile, and another one opened under its number.
      guard let place = places[socket], entries[place].revents != 0 else { continue }
      let found = Self.found(entries[place])
      entries[place].revents = 0
      if found & POLLOUT == 0 { last = place }
      return Ready(
        socket: socket, canRead: found & POLLIN != 0, canWrite: found & POLLOUT != 0)
    }
    return nil
  }

  /// Puts the sockets that are ready in line.
  private func line() {
    let count = entries.count - 1
    var readers: [Int32] = []
    ready.removeAll(keepingCapacity: true)
    // Those to read from by their places, from the one behind the last one given, all around.
    for step in (0..<count).reversed() {
      let entry = entries[1 + (last + step) % count]
      guard entry.revents != 0 else { continue }
      if Self.found(entry) & POLLOUT != 0 {
        ready.append(entry.fd)
      } else {
        readers.append(entry.fd)
      }
    }
    ready = readers + ready
  }

  /// What poll(2) found; what is wrong with a socket shows when it is used.
  private static func found(_ entry: pollfd) -> Int32 {
    let found = Int32(entry.revents)
    return found & (POLLERR | POLLHUP | POLLNVAL) != 0 ? Int32(entry.events) : found
  }

  private func remove(_ socket: Int32) {
    guard let place = places.removeValue(forKey: socket) else { return }
    let moved = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = moved
    places[moved.fd] = place
  }

  /// Until the deadline in milliseconds, rounded up, for a timer that is asked early has to be asked
  /// again.
  private var timeLeft: Int32 {
    guard let deadline else { return .max }
    let time = ContinuousClock.now.duration(to: deadline)
    return time > .zero ? Int32(clamping: time.wholeMilliseconds + 1) : 0
  }
}
