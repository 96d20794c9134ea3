import Foundation
import PantauCore
import PantauHTTP
import PantauTestSupport
import Testing

@testable import PantauDeliver

@Suite("Services over the loopback")
struct StrictServerTests {
  /// An alert whose every text is the same.
  private func message(_ text: String) -> OutgoingMessage {
    var alert = sampleAlert(title: text)
    alert.keywords = [text, "PBB"]
    alert.matches[0].keyword = text
    alert.matches[1].excerpt = text
    alert.feed.name = text
    alert.item.url = "https://example.org/?q=" + text
    return OutgoingMessage(alert)
  }

  private static let texts = [
    "Wali kota", "👨‍👩‍👧‍👦", "مدينة بونتانج ", "\u{202E}terbalik\u{202C}", "é\u{301}\u{302}\u{323}",
    "@everyone @here <@1> <!channel> ",
    "<script>alert('x')</script>", "&amp;&lt;&#60;&", "](https://lain.example/) [x](",
    "https://example.org/a|b>c ", "`*_~\\#>-+!|", "\u{0}\u{7}\u{1B}[1m",
    "%s%n{{x}}${y}", "\"'\\", "x",
  ]

  @Test(
    "each takes whatever a feed says, short and long, and cuts no grapheme, link or entity",
    arguments: ServiceTests.presets)
  func fuzz(_ format: WebhookSettings.Format) throws {
    let strict = try StrictServer(format)
    let fetcher = try Fetcher()
    let sender = try strict.sender(fetcher)
    for text in Self.texts {
      for count in [1, 10_000 / text.count] {
        let message = message(String(repeating: text, count: count))
        #expect(sender.send(message, stop: StopSignal()) == .delivered)
      }
    }
    #expect(strict.refused == [])
  }

  @Test("no cut leaves half of a letter", arguments: ServiceTests.presets)
  func wholeLetters(_ format: WebhookSettings.Format) throws {
    for letter in ["👨‍👩‍👧‍👦", "é\u{301}\u{302}\u{323}", "🇮🇩"] {
      for extra in 0..<4 {
        let text = String(repeating: "a", count: extra) + String(repeating: letter, count: 3_000)
        let request = try ServiceTests.request(format, message(text))
        let body = String(decoding: request.body, as: UTF8.self)
        let rest = body.replacing(letter, with: "").unicodeScalars
        #expect(!rest.contains { letter.unicodeScalars.contains($0) && $0.value > 0x7F })
      }
    }
  }

  @Test(
    "the wait that a service asks for is found where it puts it", arguments: ServiceTests.presets)
  func busy(_ format: WebhookSettings.Format) throws {
    let strict = try StrictServer(format, busyFor: 1)
    let fetcher = try Fetcher()
    let sender = try strict.sender(fetcher)
    let message = OutgoingMessage(sampleAlert())
    #expect(
      sender.send(message, stop: StopSignal())
        == .channelFailed(
          "http://127.0.0.1:\(strict.server.port)/… answered 429.", retryAfter: .seconds(7)))
    #expect(sender.send(message, stop: StopSignal()) == .delivered)
  }

  @Test(
    "a wrong token fails the channel and is not shown",
    arguments: [WebhookSettings.Format.telegram, .ntfy, .matrix, .gotify])
  func wrongToken(_ format: WebhookSettings.Format) throws {
    let strict = try StrictServer(format)
    let fetcher = try Fetcher()
    let sender = try strict.sender(fetcher, token: "SALAH-RAHASIA")
    guard
      case .channelFailed(let reason, _) = sender.send(
        OutgoingMessage(sampleAlert()), stop: StopSignal())
    else {
      Issue.record("not the channel's fault")
      return
    }
    #expect(!reason.contains("RAHASIA"))
    #expect(reason.contains("/… answered 40"))
  }

  @Test("what the real ones refuse, the strict ones refuse too", arguments: ServiceTests.presets)
  func refusesBad(_ format: WebhookSettings.Format) throws {
    let request = try ServiceTests.request(format, OutgoingMessage(sampleAlert()))
    var broken = request
    broken.body = Array(
      String(decoding: request.body, as: UTF8.self)
        .replacing("Bontang", with: String(repeating: "<b>&x", count: 8_000)).utf8)
    #expect(StrictService.refusal(of: broken, format: format) != nil)
    broken.body = Array("{}".utf8)
    #expect(StrictService.refusal(of: broken, format: format) != nil)
    broken.body = Array("nichts".utf8)
    #expect(StrictService.refusal(of: broken, format: format) != nil)
  }
}
