import Foundation
import Glibc
import PantauCore
import PantauStore
import Testing

@testable import PantauDeliver

@Suite("Channels at work")
struct DispatcherTests {
  private func file(_ name: String, in home: DeliveryHome) -> ChannelSettings {
    ChannelSettings(name: name, target: .file(path: home.folder + "/\(name).jsonl", .json))
  }

  private func dispatcher(
    _ home: DeliveryHome, _ channels: [ChannelSettings], poster: any HTTPPoster = NoPoster()
  ) throws -> Dispatcher {
    try Dispatcher(
      store: home.store, channels: channels,
      factory: SenderFactory(poster: poster, text: makassarText), log: quietLog)
  }

  private func lines(_ name: String, _ home: DeliveryHome) -> [String] {
    let text = try? String(contentsOfFile: home.folder + "/\(name).jsonl", encoding: .utf8)
    return (text ?? "").split(separator: "\n").compactMap {
      (try? JSONReader.read(Array($0.utf8)))?["id"]?.string
    }
  }

  /// Waits until the outbox is as wanted, for at most ten seconds.
  private func wait(_ home: DeliveryHome, until isReady: ([String: Int]) -> Bool) throws {
    let deadline = MonotonicInstant.now + .seconds(10)
    while !isReady(try home.store.waitingCounts()) {
      guard MonotonicInstant.now < deadline else {
        Issue.record("still waiting: \(try home.store.waitingCounts())")
        return
      }
      usleep(2_000)
    }
  }

  @Test("what waits at the start and what comes later goes out, in order")
  func delivers() throws {
    let home = try DeliveryHome()
    let dispatcher = try dispatcher(home, [file("a", in: home), file("b", in: home)])
    try home.raise(120, for: ["a", "b"])
    dispatcher.start()
    try wait(home) { $0.isEmpty }
    try home.raise(1, for: ["b"])
    dispatcher.notify(["b", "unknown"])
    try wait(home) { $0.isEmpty }
    #expect(dispatcher.stop())
    #expect(lines("a", home) == (1...120).map { "A\($0)" })
    #expect(lines("b", home) == (1...121).map { "A\($0)" })
    #expect(dispatcher.status.map(\.delivered) == [120, 121])
  }

  @Test("a channel that hangs holds up neither the others nor the stop")
  func hanging() throws {
    let home = try DeliveryHome()
    let poster = HangingPoster()
    let webhook = ChannelSettings(
      name: "slow", target: .webhook(WebhookSettings(url: "http://127.0.0.1:9/")))
    let dispatcher = try dispatcher(home, [webhook, file("a", in: home)], poster: poster)
    try home.raise(5, for: ["slow", "a"])
    dispatcher.start()
    try wait(home) { $0["a"] == nil }
    let start = MonotonicInstant.now
    #expect(dispatcher.stop(within: .milliseconds(300)) == false)
    #expect(MonotonicInstant.now.seconds(since: start) < 3)
    #expect(try home.store.waitingCounts() == ["slow": 5])
    poster.release()
  }

  @Test("once tries everything and comes back with what failed")
  func once() throws {
    let home = try DeliveryHome()
    let webhook = ChannelSettings(
      name: "w", target: .webhook(WebhookSettings(url: "http://127.0.0.1:9/")))
    let dispatcher = try dispatcher(home, [webhook, file("a", in: home)])
    try home.raise(3, for: ["w", "a"])
    let summary = dispatcher.drainOnce()
    #expect(summary.channels.map(\.problem) == ["no network.", nil])
    #expect(summary.channels.map(\.delivered) == [0, 3])
    #expect(summary.outputProblem == nil)
    #expect(try home.store.waitingCounts() == ["w": 3])
    #expect(dispatcher.stop())
  }

  @Test("a reload takes over all channels, or none where one is wrong")
  func reload() throws {
    let home = try DeliveryHome()
    let dispatcher = try dispatcher(home, [file("a", in: home)])
    dispatcher.start()
    let wrong = ChannelSettings(
      name: "w", target: .webhook(WebhookSettings(url: "http://h/", secrets: ["no"])))
    #expect(throws: ChannelSettingsError.self) { try dispatcher.replaceChannels(with: [wrong]) }
    #expect(dispatcher.status.map(\.name) == ["a"])
    var moved = file("a", in: home)
    moved.target = .file(path: home.folder + "/moved.jsonl", .json)
    try dispatcher.replaceChannels(with: [moved, file("b", in: home)])
    #expect(dispatcher.status.map(\.name) == ["a", "b"])
    try home.raise(2, for: ["a", "b"])
    dispatcher.notify(["a", "b"])
    try wait(home) { $0.isEmpty }
    #expect(lines("moved", home) == ["A1", "A2"])
    #expect(lines("a", home).isEmpty)
    #expect(dispatcher.stop())
  }

  @Test("a channel removed from the configuration keeps its messages")
  func removed() throws {
    let home = try DeliveryHome()
    let dispatcher = try dispatcher(home, [file("a", in: home)])
    dispatcher.start()
    try dispatcher.replaceChannels(with: [])
    try home.raise(1, for: ["a"])
    dispatcher.notify(["a"])
    try dispatcher.replaceChannels(with: [file("a", in: home)])
    try wait(home) { $0.isEmpty }
    #expect(lines("a", home) == ["A1"])
    #expect(dispatcher.stop())
  }
}

/// A receiver that never answers and does not hear the stop, until released.
final class HangingPoster: HTTPPoster {
  private let isReleased = Monitor(false)
  func release() { isReleased.update { $0 = true } }
  func send(_ request: HTTPRequest, stop: StopSignal) -> HTTPAnswer {
    _ = isReleased.wait { $0 ? true : nil }
    return .failed("released.")
  }
}
