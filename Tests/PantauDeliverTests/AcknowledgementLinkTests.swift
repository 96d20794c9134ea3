import Foundation
import PantauDeliver
import Testing

@Suite("Links that acknowledge")
struct AcknowledgementLinkTests {
  private let alert = "01KATX3V8Z6G4C1Q2M5N7P9R0S"
  private let end = Date(timeIntervalSince1970: 1_795_500_000)

  private func link(_ key: UInt8 = 1) throws -> AcknowledgementLink {
    try #require(
      AcknowledgementLink(
        publicURL: "https://pantau.example.org", key: [UInt8](repeating: key, count: 32)))
  }

  private func parts(_ url: String) throws -> (until: String, signature: String) {
    let items = try #require(URLComponents(string: url)?.queryItems)
    return (try #require(items[0].value), try #require(items[1].value))
  }

  @Test("a link names the alert and its end, and is good until then")
  func good() throws {
    let url = try link().url(for: alert, until: end)
    #expect(url.hasPrefix("https://pantau.example.org/ack/\(alert)?until=1795500000&signature="))
    let (until, signature) = try parts(url)
    func verdict(_ now: Date) throws -> AcknowledgementLink.Verdict {
      try link().verdict(alert: alert, until: until, signature: signature, now: now)
    }
    #expect(try verdict(end - 1) == .good)
    #expect(try verdict(end) == .expired)
    #expect(try verdict(end + 1) == .expired)
  }

  @Test("another alert, another end, another key or a changed letter is refused")
  func changed() throws {
    let (until, signature) = try parts(try link().url(for: alert, until: end))
    let now = end - 60
    func verdict(
      _ alert: String, _ until: String, _ signature: String, key: UInt8 = 1
    ) throws -> AcknowledgementLink.Verdict {
      try link(key).verdict(alert: alert, until: until, signature: signature, now: now)
    }
    #expect(try verdict(alert, until, signature) == .good)
    #expect(try verdict("01KATX3V8Z6G4C1Q2M5N7P9R0T", until, signature) == .wrong)
    #expect(try verdict(alert, "1795500001", signature) == .wrong)
    #expect(try verdict(alert, "+1795500000", signature) == .wrong)
    #expect(try verdict(alert, until, signature, key: 2) == .wrong)
    #expect(try verdict(alert, until, signature.uppercased()) == .wrong)
    #expect(try verdict(alert, until, String(signature.dropLast())) == .wrong)
    for place in signature.indices {
      var other = signature
      other.replaceSubrange(place...place, with: signature[place] == "0" ? "1" : "0")
      #expect(try verdict(alert, until, other) == .wrong)
    }
  }

  @Test("a key that can be guessed is not taken")
  func shortKey() {
    let short = [UInt8](repeating: 1, count: 31)
    #expect(AcknowledgementLink(publicURL: "https://pantau.example.org", key: short) == nil)
  }
}
