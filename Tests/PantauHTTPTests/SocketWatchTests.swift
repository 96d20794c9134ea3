import Glibc
import Testing

@testable import PantauHTTP

/// Pairs of connected sockets; what is written to `far` can be read from `near`.
private final class Sockets {
  private(set) var near: [Int32] = []
  private var far: [Int32] = []

  init(_ count: Int) throws {
    for _ in 0..<count {
      var ends: [Int32] = [-1, -1]
      try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
      near.append(ends[0])
      far.append(ends[1])
    }
  }

  deinit { for end in near + far { close(end) } }

  func send(to number: Int) {
    var byte: UInt8 = 1
    _ = write(far[number], &byte, 1)
  }

  func hangUp(_ number: Int) { shutdown(far[number], Int32(SHUT_RDWR)) }
}

@Suite("Sockets that are ready", .timeLimit(.minutes(1)))
struct SocketWatchTests {
  private let waker: FetchWaker
  private let watch: SocketWatch

  init() throws {
    waker = try #require(FetchWaker())
    watch = SocketWatch(waker)
  }

  private func wait(isResting: Bool = false) {
    watch.wait(atMost: 60_000, isResting: isResting)
  }

  private func rest() -> [Int32] {
    var sockets: [Int32] = []
    while let ready = watch.next() { sockets.append(ready.socket) }
    return sockets
  }

  @Test("each is given once, with what may be done with it")
  func once() throws {
    let sockets = try Sockets(3)
    for socket in sockets.near { watch.set(socket, reads: true, writes: false) }
    sockets.send(to: 1)
    wait()
    #expect(
      watch.next() == SocketWatch.Ready(socket: sockets.near[1], canRead: true, canWrite: false))
    #expect(watch.next() == nil)
  }

  @Test("those to write to come before those to read from")
  func writersFirst() throws {
    let sockets = try Sockets(3)
    watch.set(sockets.near[0], reads: true, writes: false)
    watch.set(sockets.near[1], reads: false, writes: true)
    watch.set(sockets.near[2], reads: true, writes: true)
    sockets.send(to: 0)
    wait()
    #expect(rest() == [sockets.near[1], sockets.near[2], sockets.near[0]])
  }

  @Test("whoever stops in the middle goes on with the next one, so that each has its turn")
  func turns() throws {
    let sockets = try Sockets(5)
    for (number, socket) in sockets.near.enumerated() {
      watch.set(socket, reads: true, writes: false)
      sockets.send(to: number)
    }
    var given: [Int32] = []
    for _ in 0..<5 {
      wait()
      // Nothing is read, so all are ready each time.
      given += [watch.next(), watch.next()].compactMap { $0?.socket }
    }
    #expect(Set(given.prefix(5)) == Set(sockets.near))
    #expect(given.prefix(5) == given.suffix(5))
  }

  @Test("one that is watched no more is not given, nor one opened under its number")
  func removed() throws {
    let sockets = try Sockets(3)
    for number in 0..<3 {
      watch.set(sockets.near[number], reads: true, writes: false)
      sockets.send(to: number)
    }
    wait()
    watch.set(sockets.near[0], reads: false, writes: false)
    watch.set(sockets.near[1], reads: false, writes: false)
    watch.set(sockets.near[1], reads: true, writes: false)
    #expect(rest() == [sockets.near[2]])
    wait()
    #expect(Set(rest()) == [sockets.near[1], sockets.near[2]])
  }

  @Test("one whose other end is gone is given for what was asked")
  func hungUp() throws {
    let sockets = try Sockets(1)
    watch.set(sockets.near[0], reads: true, writes: false)
    sockets.hangUp(0)
    wait()
    #expect(watch.next()?.canRead == true)
  }

  @Test("what is to rest is left alone, and the waker is not")
  func resting() throws {
    let sockets = try Sockets(1)
    watch.set(sockets.near[0], reads: true, writes: false)
    sockets.send(to: 0)
    watch.deadline = .now
    waker.wake()
    wait(isResting: true)
    #expect(watch.next() == nil)
    wait()
    #expect(rest() == sockets.near)
  }

  @Test("a deadline ends the wait, one that has passed at once")
  func deadline() {
    watch.deadline = .now + .milliseconds(5)
    wait()
    #expect(watch.deadline.map { $0 <= .now } == true)
    wait()
  }
}
