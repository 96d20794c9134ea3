import Testing

@testable import PantauHTTP

@Suite("The judge of redirects")
struct RedirectJudgeTests {
  private func verdict(_ from: String, _ location: String, status: Int = 302) throws
    -> RedirectJudge.Verdict
  {
    let current = try CurlURL.parse(from)
    return RedirectJudge.verdict(
      status: status, location: Array(location.utf8),
      in: RedirectJudge.Situation(
        isPost: false, current: current, visited: [current.text], followsRedirects: true,
        staysAtHost: false, maxRedirects: 5))
  }

  @Test(
    "lets https fall to http in no spelling",
    arguments: ["http://a.example/x", "HTTP://A.example", "http:/\\a.example/"])
  func encryption(_ location: String) throws {
    guard
      case .refuse(.redirectRefused(let reason), _) = try verdict("https://a.example/", location)
    else {
      Issue.record("\(location) was not refused")
      return
    }
    #expect(reason == .leavesEncryption || reason == .badURL)
  }

  @Test(
    "resolves references",
    arguments: [
      ("http://a.example/b/c?d", "e", "http://a.example/b/e"),
      ("http://a.example/b/c?d", "?e", "http://a.example/b/c?e"),
      ("http://a.example/b/c", "../../x", "http://a.example/x"),
      ("http://a.example/b", "//c.example/d", "http://c.example/d"),
      ("http://a.example/b", "https://c.example", "https://c.example/"),
      ("http://u:p@a.example/b", "/c", "http://a.example/c"),
    ])
  func resolves(_ base: String, _ location: String, _ target: String) throws {
    #expect(try verdict(base, location) == .follow(try CurlURL.parse(target)))
  }

  @Test(
    "knows origins",
    arguments: [
      ("http://a.example/", "http://A.example:80/x", true),
      ("https://a.example/", "https://a.example:443/", true),
      ("http://a.example/", "https://a.example/", false),
      ("http://a.example/", "http://a.example:8080/", false),
      ("http://a.example/", "http://b.a.example/", false),
      ("http://a.example/", "http://a.example@b.example/", false),
      ("http://[::1]/", "http://[0:0::1]/", true),
    ])
  func origins(_ one: String, _ other: String, _ isSame: Bool) throws {
    #expect(try CurlURL.parse(one).hasOrigin(of: CurlURL.parse(other)) == isSame)
  }

  @Test(
    "sees through spellings of IPv4",
    arguments: ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/"])
  func numbers(_ url: String) throws {
    #expect(try CurlURL.parse(url).host == "127.0.0.1")
  }
}
