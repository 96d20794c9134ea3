import PantauCore
import Testing

@Suite("robots.txt (RFC 9309)")
struct RobotsRulesTests {
  private func rules(_ text: String) -> RobotsRules { RobotsRules(parsing: Array(text.utf8)) }

  @Test(
    "the longest rule that fits decides, of equal ones the one that allows",
    arguments: [
      ("/berita/", false), ("/berita/kaltim/satu", true), ("/berita/kaltimtara", false),
      ("/", true), ("/foto", true), ("/sama", true), ("/samarinda", true),
    ])
  func longest(_ path: String, _ isAllowed: Bool) {
    let rules = rules(
      """
      User-agent: *
      Disallow: /berita
      Allow: /berita/kaltim/
      Disallow: /sama
      Allow: /sama
      """)
    #expect(rules.allows(path) == isAllowed)
  }

  @Test(
    "a star stands for anything, a dollar sign for the end",
    arguments: [
      ("/a/print", false), ("/x/y/print", false), ("/print.html", true), ("/a.pdf", false),
      ("/a.pdf?page=2", true), ("/cari?q=bontang", false), ("/tag/banjir/feed", false),
      ("/tag/banjir", true),
    ])
  func wildcards(_ path: String, _ isAllowed: Bool) {
    let rules = rules(
      """
      user-agent: *
      disallow: /*/print
      disallow: *.pdf$
      disallow: /cari?
      disallow: /tag/*/feed
      """)
    #expect(rules.allows(path) == isAllowed)
  }

  @Test("groups that name us count, all together, and then those for all do not")
  func groups() {
    let rules = rules(
      """
      User-agent: *
      Disallow: /

      User-agent: lain
      User-Agent: Pantau/1.0 # kami
      Disallow: /a

      User-agent: pantauan
      Disallow: /c

      User-agent: pantau
      Disallow: /b
      """)
    #expect(rules.allows("/c"))
    #expect(!rules.allows("/a/1"))
    #expect(!rules.allows("/b"))
  }

  @Test("names in a row share their rules; a group that says nothing allows all")
  func shared() {
    let shared = rules("User-agent: pantau\nUser-agent: lain\nDisallow: /x\n")
    #expect(!shared.allows("/x"))
    #expect(rules("User-agent: *\nDisallow: /\nUser-agent: pantau\nDisallow:\n").allows("/x"))
    #expect(rules("User-agent: *\nDisallow:\n").allows("/x"))
  }

  @Test(
    "escapes are compared by what they mean",
    arguments: [
      ("Disallow: /%7Ehumas", "/~humas/a"), ("Disallow: /kota%2dbontang", "/kota-bontang"),
      ("Disallow: /café", "/caf%C3%A9"), ("Disallow: /a%2fb", "/a%2Fb"),
    ])
  func escapes(_ rule: String, _ path: String) {
    #expect(!rules("User-agent: *\n" + rule).allows(path))
  }

  @Test("an escaped slash is no slash")
  func escapedSlash() { #expect(rules("User-agent: *\nDisallow: /a%2Fb").allows("/a/b")) }

  @Test("marks, comments, odd line ends and nonsense are passed over")
  func odd() {
    let bytes: [UInt8] =
      [0xEF, 0xBB, 0xBF]
      + Array("User-agent: *\r\nNonsense\r\nDisallow : /x # ya\rSitemap: /y".utf8)
      + [0x00, 0xFF]
    let rules = RobotsRules(parsing: bytes)
    #expect(!rules.allows("/x"))
    #expect(rules.allows("/y"))
    #expect(RobotsRules(parsing: []).allows("/"))
    #expect(RobotsRules(parsing: Array("Disallow: /x".utf8)).allows("/x"))
  }

  @Test("nothing and everything are what they say; the file itself may always be fetched")
  func ends() {
    #expect(RobotsRules.everything.allows(url: "https://a.example/x?y"))
    #expect(!RobotsRules.everything.allows(url: "tidak ada"))
  }

  @Test("many stars against a long path end soon")
  func hostile() {
    let stars = String(repeating: "*a", count: 1_000)
    let rules = rules("User-agent: *\nDisallow: /\(stars)b$\n")
    #expect(rules.allows("/" + String(repeating: "a", count: 5_000)))
  }
}
