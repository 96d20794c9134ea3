import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("Programs as channels")
struct ExecSenderTests {
  private let message = OutgoingMessage(sampleAlert())

  private func send(
    _ command: [String], timeout: Duration = .seconds(20), stop: StopSignal = StopSignal()
  ) -> SendResult {
    ExecSender(settings: ExecSettings(command: command, timeout: timeout))
      .send(message, stop: stop)
  }

  @Test("the program gets the object on its standard input, and its arguments as written")
  func input() throws {
    let home = try DeliveryHome()
    let path = home.folder + "/$HOME; out"
    #expect(send(["/bin/sh", "-c", "cat > \"$0\"", path]) == .delivered)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == message.object + "\n")
  }

  @Test("a program that does not read its input does no harm")
  func unreadInput() { #expect(send(["true"]) == .delivered) }

  @Test("exit statuses tell what failed")
  func statuses() {
    #expect(
      send(["/bin/sh", "-c", "exit 3"]) == .refused("program /bin/sh ended with exit status 3."))
    #expect(
      send(["/bin/sh", "-c", "exit 75"])
        == .channelFailed("program /bin/sh asks to try later (exit status 75)."))
    #expect(
      send(["/bin/sh", "-c", "kill -9 $$"])
        == .channelFailed("program /bin/sh was ended by signal 9."))
    #expect(
      send(["/no/such/program"])
        == .channelFailed(
          """
          program /no/such/program cannot be started (No such file or directory); check the \
          channel's "command".
          """))
  }

  @Test("a program that takes too long is killed with its children")
  func timeout() {
    let start = MonotonicInstant.now
    #expect(
      send(["/bin/sh", "-c", "sleep 600 & sleep 600"], timeout: .milliseconds(200))
        == .channelFailed("program /bin/sh did not end within 0 s and was killed."))
    #expect(MonotonicInstant.now.seconds(since: start) < 5)
  }

  @Test(
    "output of any length neither blocks the program nor is kept",
    arguments: [0, 4_096, 60_000_000])
  func output(_ bytes: Int) throws {
    #expect(
      send(["/bin/sh", "-c", "head -c \(bytes) /dev/zero | tr '\\0' x; exit 0"]) == .delivered)
    let output = try #require(ChildOutput())
    let text = [UInt8](repeating: 0x78, count: 5_000)
    #expect(write(output.writeEnd, text, text.count) == 5_000)
    output.drain()
    #expect(
      String(decoding: output.text(of: "p"), as: UTF8.self)
        == String(repeating: "x", count: 4_096) + "\np: 904 more bytes of output left out\n")
  }

  @Test("no child is left as a zombie, ended or killed")
  func reaped() throws {
    _ = send(["true"])
    _ = send(["sleep", "600"], timeout: .milliseconds(50))
    let stop = StopSignal()
    stop.stop()
    _ = send(["sleep", "601"], stop: stop)
    let children = try String(
      contentsOfFile: "/proc/thread-self/children", encoding: .utf8)
    let zombies = children.split(separator: " ").filter { child in
      let status = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
      return status?.contains("(sleep) Z") == true || status?.contains("(true) Z") == true
    }
    #expect(zombies == [])
  }

  @Test("a stop ends a program that runs")
  func stop() {
    let stop = StopSignal()
    stop.stop()
    #expect(send(["sleep", "600"], stop: stop) == .interrupted)
  }
}
