import Foundation
import PantauCore
import Testing

@testable import PantauDeliver

@Suite("Digests")
struct DigestTests {
  private func alert(
    _ id: String, story: Int64, _ keywords: [String], title: String, source: String,
    severity: Severity = .normal
  ) -> Alert {
    var alert = sampleAlert(title: title)
    alert.id = id
    alert.keywords = keywords
    alert.severity = severity
    alert.item.url = "https://example.org/\(id)"
    alert.feed.name = source
    alert.story = AlertStory(id: story, copies: 1, sources: [source])
    return alert
  }

  private var digest: AlertDigest {
    AlertDigest(
      id: "D", time: noon,
      alerts: [
        alert("A1", story: 1, ["Bontang"], title: "Banjir di Bontang", source: "Kaltim Kini"),
        alert("A2", story: 2, ["PBB"], title: "Loket pajak tutup", source: "Kaltim Kini"),
        alert(
          "A3", story: 1, ["Bontang", "PBB"], title: "Bontang kebanjiran", source: "Borneo Pos",
          severity: .high),
        alert("A4", story: 3, ["Bontang", "PBB"], title: "Wali kota ke PBB", source: "Borneo Pos"),
      ])
  }

  @Test("stories stand under their first keyword, once, with their copies")
  func groups() {
    #expect(digest.groups.map(\.keyword) == ["Bontang", "PBB"])
    #expect(digest.groups[0].stories.map(\.title) == ["Banjir di Bontang", "Wali kota ke PBB"])
    let first = digest.groups[0].stories[0]
    #expect(first.severity == .high)
    #expect(first.keywords == ["Bontang", "PBB (UN)"])
    #expect(
      first.copies == [
        AlertDigest.Copy(
          source: "Borneo Pos", title: "Bontang kebanjiran", url: "https://example.org/A3")
      ])
    #expect((digest.count, digest.storyCount) == (4, 3))
  }

  @Test("a message carries a digest whole")
  func carried() {
    let message = OutgoingMessage(digest, text: "4 alerts")
    #expect(message.digest == digest)
    #expect(message.alert == nil)
    #expect(OutgoingMessage(sampleAlert()).digest == nil)
  }
}
