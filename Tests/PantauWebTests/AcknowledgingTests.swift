import Foundation
import PantauCore
import PantauDeliver
import PantauStore
import Testing

@testable import PantauWeb

@Suite("Links that acknowledge, on the page")
struct AcknowledgingTests {
  /// The path and query of an alert's link.
  private func link(_ id: String, until end: Date = noon + 3_600) throws -> String {
    let url = try #require(WebHome.links).url(for: id, until: end)
    return String(url.dropFirst("https://pantau.example.org".count))
  }

  private func acknowledgement(_ home: WebHome, _ id: String) throws -> Acknowledgement? {
    try home.store.alert(id)?.acknowledgement
  }

  @Test("GET asks and changes nothing, POST acknowledges and ends the escalation")
  func asksFirst() throws {
    let home = try WebHome()
    let site = home.site()
    let id = try home.raise(severity: .high)
    let link = try link(id)
    for method in ["GET", "HEAD", "GET"] {
      let page = site.get(link, method: method)
      #expect(page.status == .ok)
      #expect(page.text.contains(#"<form class="acknowledge" method="post"><button>Acknowledge"#))
      #expect(try acknowledgement(home, id) == nil)
    }
    #expect(try home.store.nextEscalation() == noon + 900)
    #expect(site.get(link, method: "POST").text.contains("<h1>Acknowledged</h1>"))
    #expect(
      try acknowledgement(home, id) == Acknowledgement(time: noon + 60, author: "link", note: nil))
    #expect(try home.store.nextEscalation() == nil)
    for method in ["GET", "POST"] {
      #expect(site.get(link, method: method).text.contains("<h1>Already acknowledged</h1>"))
    }
  }

  @Test("without a good signature nothing is acknowledged and nothing is told")
  func wrong() throws {
    let home = try WebHome()
    let site = home.site()
    let id = try home.raise("Rahasia")
    let other = try home.raise("Lain")
    let good = try link(id)
    let wrong = [
      "/ack/\(id)", "/ack/\(id)?until=1795410000", good.replacing(id, with: other),
      good.replacing("until=1795410000", with: "until=1795419999"), String(good.dropLast()),
      good.replacing("signature=", with: "signature=0"),
    ]
    for method in ["GET", "POST"] {
      for target in wrong {
        let answer = site.get(target, method: method)
        #expect(answer.status == .forbidden, "\(target)")
        #expect(!answer.text.contains("Rahasia"))
      }
    }
    #expect(try acknowledgement(home, id) == nil)
    #expect(site.get(good, method: "PUT").headers == [.init("Allow", "GET, HEAD, POST")])
  }

  @Test("an old link says what to do; an unknown alert and a page without links say so")
  func ended() throws {
    let home = try WebHome()
    let id = try home.raise()
    let late = home.site(now: noon + 3_601).get(try link(id), method: "POST")
    #expect(late.status == .gone)
    #expect(late.text.contains("Acknowledge with `pantau ack \(id)`."))
    #expect(try acknowledgement(home, id) == nil)
    #expect(home.site().get(try link(WebHome.id(77))).status == .notFound)
    let without = home.site(links: nil).get(try link(id), method: "POST")
    #expect(without.status == .notFound)
    #expect(without.text.contains("web.publicURL"))
  }
}
