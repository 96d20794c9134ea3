import Crypto
import Foundation
import PantauCore
import PantauHTTP
import PantauStore
import PantauTestSupport
import Testing

@testable import PantauDeliver

/// A receiver of Standard Webhooks that takes nothing with a wrong signature.
final class StrictReceiver: Sendable {
  let server: LoopbackServer
  private let received = Monitor<[String]>([])

  /// Starts it; `answer` gives the answer to the n-th well-signed request, from 1.
  init(secret: String, answer: @escaping @Sendable (Int) -> Answer = { _ in .status(204) }) throws {
    let received = received
    server = try LoopbackServer { request in
      guard Self.isGenuine(request, secret), let id = request.header("webhook-id") else {
        return .status(400)
      }
      let count = received.update { ids in
        ids.append(id)
        return ids.count
      }
      return answer(count)
    }
  }

  /// The ids of all well-signed requests in order.
  var ids: [String] { received.read { $0 } }

  /// Waits for that many well-signed requests, at most ten seconds.
  func wait(for count: Int) -> Bool {
    received.wait(until: .now + .seconds(10)) { $0.count >= count ? true : nil } ?? false
  }

  private static func isGenuine(_ request: RecordedRequest, _ secret: String) -> Bool {
    guard let id = request.header("webhook-id"), request.method == "POST",
      let timestamp = request.header("webhook-timestamp").flatMap(Int.init),
      abs(Double(timestamp) - Date().timeIntervalSince1970) < 300,
      let signatures = request.header("webhook-signature"),
      request.header("Content-Type") == "application/json",
      let key = Data(base64Encoded: String(secret.dropFirst(6)))
    else { return false }
    let signed = Data("\(id).\(timestamp).".utf8) + request.body
    return signatures.split(separator: " ").contains { signature in
      guard signature.hasPrefix("v1,"),
        let code = Data(base64Encoded: String(signature.dropFirst(3)))
      else { return false }
      return HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: signed, using: SymmetricKey(data: key))
    }
  }
}

@Suite("Webhooks over the loopback")
struct WebhookReceiverTests {
  private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private static let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

  private func channel(
    _ url: String, secrets: [String] = [secret], retry: [Duration]? = [.milliseconds(100)]
  ) -> ChannelSettings {
    ChannelSettings(
      name: "w", target: .webhook(WebhookSettings(url: url, secrets: secrets)), retryWaits: retry)
  }

  private func dispatcher(
    _ home: DeliveryHome, _ channel: ChannelSettings
  ) throws -> (Dispatcher, Fetcher) {
    let fetcher = try Fetcher()
    let factory = SenderFactory(
      poster: FetcherPoster(fetcher: fetcher, userAgent: "pantau/test"), text: makassarText)
    return (
      try Dispatcher(store: home.store, channels: [channel], factory: factory, log: quietLog),
      fetcher
    )
  }

  @Test("a receiver that fails a third of the time gets every alert, in order, under one id")
  func failingReceiver() async throws {
    let home = try DeliveryHome()
    let receiver = try StrictReceiver(secret: Self.secret) { count in
      count % 3 == 0 ? .status(503, headers: [("Retry-After", "0")]) : .status(204)
    }
    let (dispatcher, fetcher) = try dispatcher(home, channel(receiver.server.url("/hook")))
    try home.raise(4, for: ["w"])
    dispatcher.start()
    #expect(receiver.wait(for: 5))
    #expect(dispatcher.stop())
    #expect(receiver.ids == ["A1", "A2", "A3", "A3", "A4"])
    let bodies = receiver.server.requests.map(\.body)
    #expect(bodies[2] == bodies[3])
    await fetcher.shutdown(within: .zero)
  }

  @Test("during a rotation both the old and the new secret verify", arguments: [secret, other])
  func rotation(_ known: String) async throws {
    let receiver = try StrictReceiver(secret: known)
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(
      home, channel(receiver.server.url(), secrets: [Self.other, Self.secret]))
    try home.raise(1, for: ["w"])
    #expect(dispatcher.drainOnce().channels.map(\.delivered) == [1])
    #expect(receiver.ids == ["A1"])
    await fetcher.shutdown(within: .zero)
  }

  @Test("a receiver with another secret takes nothing")
  func wrongSecret() async throws {
    let receiver = try StrictReceiver(secret: Self.other)
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(home, channel(receiver.server.url()))
    try home.raise(1, for: ["w"])
    #expect(
      dispatcher.drainOnce().channels.map(\.problem)
        == ["http://127.0.0.1:\(receiver.server.port)/… answered 400."])
    #expect(receiver.ids.isEmpty)
    await fetcher.shutdown(within: .zero)
  }

  @Test("a redirect is a failure and is not followed")
  func redirect() async throws {
    let server = try LoopbackServer(routes: [
      "/hook": .redirect(308, to: "/new"), "/new": .status(204),
    ])
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(home, channel(server.url("/hook")))
    try home.raise(1, for: ["w"])
    let status = dispatcher.drainOnce().channels[0]
    #expect(status.failures == 1)
    #expect(status.problem?.contains("answered 308, a redirect, which is not followed") == true)
    #expect(server.requests.map(\.path) == ["/hook"])
    await fetcher.shutdown(within: .zero)
  }

  @Test("a refused connection is told without what the URL hides")
  func refusedConnection() async throws {
    let server = try LoopbackServer(routes: [:])
    let url = server.url("/T0KEN?key=S3CRET")
    server.close()
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(home, channel(url))
    try home.raise(1, for: ["w"])
    #expect(
      dispatcher.drainOnce().channels[0].problem
        == "http://127.0.0.1:\(server.port)/…: no connection (libcurl error 7).")
    await fetcher.shutdown(within: .zero)
  }

  @Test("a stop gives up a request that hangs, and the message goes out at the next start")
  func stopWhileHanging() async throws {
    let gate = Gate()
    let receiver = try StrictReceiver(secret: Self.secret) { count in
      count == 1 ? .status(204).after(gate) : .status(204)
    }
    let home = try DeliveryHome()
    let settings = channel(receiver.server.url())
    let (first, fetcher) = try dispatcher(home, settings)
    try home.raise(2, for: ["w"])
    first.start()
    #expect(receiver.wait(for: 1))
    let start = MonotonicInstant.now
    #expect(first.stop(within: .seconds(5)))
    #expect(MonotonicInstant.now.seconds(since: start) < 3)
    await fetcher.shutdown(within: .zero)
    #expect(try home.store.waiting(for: "w", limit: 9).map(\.attempts) == [0, 0])
    let (second, next) = try dispatcher(home, settings)
    #expect(second.drainOnce().channels[0].delivered == 2)
    #expect(receiver.ids == ["A1", "A1", "A2"])
    gate.open()
    await next.shutdown(within: .zero)
  }

  @Test("410 switches the channel off")
  func gone() async throws {
    let receiver = try StrictReceiver(secret: Self.secret) { _ in .status(410) }
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(home, channel(receiver.server.url()))
    try home.raise(3, for: ["w"])
    let status = dispatcher.drainOnce().channels[0]
    #expect(status.isOff)
    #expect(receiver.ids == ["A1"])
    #expect(try home.store.waitingCounts() == ["w": 3])
    await fetcher.shutdown(within: .zero)
  }

  @Test("a channel that was switched off is told on the others")
  func goneIsTold() async throws {
    let receiver = try StrictReceiver(secret: Self.secret) { _ in .status(410) }
    let home = try DeliveryHome()
    let fetcher = try Fetcher()
    let path = home.folder + "/others.txt"
    let others = ChannelSettings(name: "others", target: .file(path: path, .text))
    let dispatcher = try Dispatcher(
      store: home.store, channels: [channel(receiver.server.url()), others],
      factory: SenderFactory(
        poster: FetcherPoster(fetcher: fetcher, userAgent: "pantau/test"), text: makassarText),
      log: quietLog)
    try home.raise(1, for: ["w"])
    dispatcher.start()
    let deadline = MonotonicInstant.now + .seconds(10)
    var text = ""
    while text.isEmpty, MonotonicInstant.now < deadline {
      usleep(5_000)
      text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
    #expect(dispatcher.stop())
    #expect(
      text.hasSuffix(
        """
         [channel.disabled] Channel w is switched off: http://127.0.0.1:\(receiver.server.port)/… \
        answered 410: it wants no messages any more. Its messages are kept. Remove the channel or \
        give it a new URL, then reload.

        """))
    await fetcher.shutdown(within: .zero)
  }

  @Test("a test alert passes the real path, signed and marked")
  func testAlert() async throws {
    let receiver = try StrictReceiver(secret: Self.secret)
    let home = try DeliveryHome()
    let (dispatcher, fetcher) = try dispatcher(home, channel(receiver.server.url()))
    try home.store.announce(.test(id: "T1", time: noon), to: ["w"])
    #expect(dispatcher.drainOnce().channels[0].delivered == 1)
    #expect(receiver.ids == ["T1"])
    let body = try JSONReader.read(try #require(receiver.server.requests.first).body)
    #expect(body["type"]?.string == "test")
    #expect(body["data"]?["type"]?.string == "test")
    #expect(try home.store.alerts(AlertFilter()).isEmpty)
    await fetcher.shutdown(within: .zero)
  }
}
