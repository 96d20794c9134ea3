import Foundation
import Glibc
import PantauCore
import Testing

@testable import PantauDeliver

/// A reader at the other end of a pipe; both ends are closed with it.
final class PipeReader {
  private let ends: PipeEnds
  private var isReading = true
  var writer: Int32 { ends.writing }

  init() throws {
    ends = try #require(PipeEnds(waits: true))
    signal(SIGPIPE, SIG_IGN)
  }

  deinit {
    goAway()
    close(ends.writing)
  }

  func goAway() {
    if isReading { close(ends.reading) }
    isReading = false
  }

  /// Fills the pipe until nothing more goes in.
  func fill() {
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    let bytes = [UInt8](repeating: 0x2E, count: 4_096)
    while write(writer, bytes, bytes.count) > 0 {}
    _ = fcntl(writer, F_SETFL, 0)
  }

  func read(atMost count: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    let count = Glibc.read(ends.reading, &bytes, count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}

@Suite("Standard output")
struct StandardOutputTests {
  private let message = OutgoingMessage(sampleAlert())

  private func sender(_ pipe: PipeReader, _ format: LineFormat? = nil) -> StandardOutputSender {
    StandardOutputSender(format: format, text: makassarText, descriptor: pipe.writer)
  }

  @Test("into a pipe goes the alert object, one a line")
  func json() throws {
    let pipe = try PipeReader()
    #expect(sender(pipe).send(message, stop: StopSignal()) == .delivered)
    #expect(pipe.read(atMost: 9_999) == message.object + "\n")
  }

  @Test("text where it is asked for")
  func text() throws {
    let pipe = try PipeReader()
    #expect(sender(pipe, .text).send(message, stop: StopSignal()) == .delivered)
    #expect(pipe.read(atMost: 9_999) == makassarText.line(of: sampleAlert()) + "\n")
  }

  @Test("a closed pipe fails the channel and says so")
  func closed() throws {
    let pipe = try PipeReader()
    pipe.goAway()
    #expect(
      sender(pipe).send(message, stop: StopSignal())
        == .channelFailed(
          "nobody reads standard output any more (Broken pipe); start pantau with another reader."))
  }

  @Test("a full pipe waits for its reader and ends at once with the stop")
  func full() throws {
    let pipe = try PipeReader()
    pipe.fill()
    let (stop, sender, message) = (StopSignal(), sender(pipe), message)
    let result = Monitor<SendResult?>(nil)
    let thread = DedicatedThread(name: "writer") {
      let end = sender.send(message, stop: stop)
      result.update { $0 = end }
    }
    #expect(!thread.join(until: .now + .milliseconds(50)))
    stop.stop()
    #expect(thread.join(until: .now + .seconds(5)))
    #expect(result.read { $0 } == .interrupted)
  }

  @Test("a line longer than the pipe arrives whole")
  func long() throws {
    let pipe = try PipeReader()
    let sender = sender(pipe)
    let long = OutgoingMessage(
      id: "A", time: noon, object: "\"" + String(repeating: "x", count: 300_000) + "\"")
    let result = Monitor<SendResult?>(nil)
    let thread = DedicatedThread(name: "writer") {
      let end = sender.send(long, stop: StopSignal())
      result.update { $0 = end }
    }
    var text = ""
    while !text.hasSuffix("\n") { text += pipe.read(atMost: 65_536) }
    #expect(text == long.object + "\n")
    #expect(thread.join(until: .now + .seconds(5)))
    #expect(result.read { $0 } == .delivered)
  }
}

@Suite("Files of alerts")
struct FileSenderTests {
  private let message = OutgoingMessage(sampleAlert())

  private func sender(_ path: String) -> FileSender {
    FileSender(path: path, format: .json, text: makassarText)
  }

  private func contents(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("lines are appended, and after a rotation go into the new file")
  func rotation() throws {
    let home = try DeliveryHome()
    let path = home.folder + "/alerts.jsonl"
    let sender = sender(path)
    let line = message.object + "\n"
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    #expect(try contents(path + ".1") == line + line + line)
    sender.reopen()
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    #expect(try contents(path) == line)
  }

  @Test("a line that a crash cut short does not spoil the next one")
  func torn() throws {
    let home = try DeliveryHome()
    let path = home.folder + "/alerts.jsonl"
    try "{\"id\":".write(toFile: path, atomically: true, encoding: .utf8)
    let sender = sender(path)
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
    #expect(try contents(path) == "{\"id\":\n\(message.object)\n\(message.object)\n")
  }

  @Test("a file that cannot be opened fails the channel and says what to check")
  func unopenable() throws {
    let home = try DeliveryHome()
    let path = home.folder + "/none/alerts.jsonl"
    #expect(
      sender(path).send(message, stop: StopSignal())
        == .channelFailed(
          """
          file \(path) cannot be opened (No such file or directory, errno 2); check its folder, \
          its rights and the room on the disk.
          """))
  }

  @Test("a full disk leaves no half line")
  func fullDisk() throws {
    // /dev/full takes nothing and says ENOSPC.
    guard case .channelFailed(let reason, _) = sender("/dev/full").send(message, stop: StopSignal())
    else {
      Issue.record("a full disk took a line")
      return
    }
    #expect(reason.hasPrefix("file /dev/full cannot be written (No space left on device"))
  }
}
