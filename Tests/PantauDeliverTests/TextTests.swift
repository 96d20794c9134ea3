import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("An alert as a line")
struct AlertTextTests {
  @Test("says when, how much it matters, which keywords in which sense, title, feed, URL, excerpt")
  func line() {
    #expect(
      makassarText.line(of: sampleAlert()) == """
        2026-11-23 12:05:06 [high] Bontang, PBB (UN): Walikota Bontang Diundang PBB ke Korea | \
        Kaltim Kini | https://example.org/berita/1 | … diundang [PBB] ke Korea …
        """)
  }

  @Test("is coloured on a terminal only")
  func colours() {
    let coloured = AlertText(isColoured: true) { _ in 0 }.line(of: sampleAlert())
    #expect(coloured.contains("\u{1B}[1;31m[high]\u{1B}[0m"))
    #expect(!makassarText.line(of: sampleAlert()).contains("\u{1B}"))
  }

  @Test("marks old and muted alerts, and does without a title")
  func marks() {
    var alert = sampleAlert(title: nil)
    alert.old = true
    alert.muted = true
    alert.matches = []
    #expect(
      makassarText.line(of: alert) == """
        2026-11-23 12:05:06 [high] (old) (muted) Bontang, PBB: (no title) | Kaltim Kini | \
        https://example.org/berita/1
        """)
  }

  @Test(
    "shows control, override and line-separator characters as �",
    arguments: ["\n", "\r", "\u{1B}", "\u{0}", "\u{9B}", "\u{202E}", "\u{2066}", "\u{2028}", "\t"])
  func controls(_ character: String) {
    var alert = sampleAlert(title: "Awas\(character)Bontang")
    alert.feed.name = "Kaltim\(character)"
    alert.item.url = "https://example.org/\(character)"
    alert.matches[1].excerpt = "a\(character)b"
    let line = makassarText.line(of: alert)
    #expect(!line.contains(character))
    #expect(line.filter { $0 == "\u{FFFD}" }.count == 4)
  }

  @Test("other messages are shown by type and text")
  func notices() {
    let notice = OutgoingMessage(
      id: "N", type: "feed.failing", time: noon, object: #"{"text":"Kaltim Kini gives 500"}"#)
    #expect(
      makassarText.line(of: notice) == "2026-11-23 12:00:00 [feed.failing] Kaltim Kini gives 500")
  }
}

@Suite("Cutting text")
struct TextCutTests {
  @Test("leaves what fits and cuts at whole letters, never above the limit")
  func cut() {
    let text = "Banjir é👨‍👩‍👧 di Bontang"
    for (unit, count) in [
      (TextCut.Unit.bytes, text.utf8.count), (.utf16, text.utf16.count),
      (.scalars, text.unicodeScalars.count),
    ] {
      #expect(TextCut.cut(text, to: count, unit) == text)
      for limit in 0..<count {
        let cut = TextCut.cut(text, to: limit, unit)
        #expect(unit.count(cut) <= limit)
        #expect(cut.isEmpty || cut.hasSuffix("…") && text.hasPrefix(cut.dropLast()))
      }
    }
  }
}
