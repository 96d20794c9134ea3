import PantauConfig
import Testing

/// Each message word for word: the setting of interest, and what is said of it.
@Suite("What the loader says")
struct MessageTests {
  @Test(
    "of feeds",
    arguments: [
      (
        #"{"feeds": [], "keywords": ["x"]}"#,
        "config.json:1:11: error: feeds: is empty: there is nothing to watch. "
          + "Write at least one feed, such as [\"https://example.org/rss.xml\"]."
      ),
      (
        #"{"feeds": "https://a.example", "keywords": ["x"]}"#,
        "config.json:1:11: error: feeds: is a string, not a list of feeds. "
          + "Write a list such as [\"https://example.org/rss.xml\"]."
      ),
      (
        #"{"feeds": [7], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: is a number, not a feed. "
          + "Write its URL as a string, or an object with \"url\"."
      ),
      (
        #"{"feeds": [{"name": "A"}], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: lacks \"url\". Add \"url\": \"https://…\"."
      ),
      (
        #"{"feeds": ["a.example/rss"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"a.example/rss\" is not a full URL. "
          + "Write it with its scheme: \"https://a.example/rss\"."
      ),
      (
        #"{"feeds": ["ftp://a.example/rss"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"ftp:\" is not a scheme that serves here. "
          + "Write a URL with https:, http: or file:."
      ),
      (
        #"{"feeds": ["https:///rss"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"https:///rss\" names no host. "
          + "Write one such as \"https://example.org/\"."
      ),
      (
        #"{"feeds": ["https://a.example/berita terkini"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: the URL holds a space or a control character. "
          + "Take it out, or write %20 for a space."
      ),
      (
        #"{"feeds": ["https://a.example:65536/"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"65536\" is not a port. "
          + "Write a number from 0 to 65535."
      ),
      (
        #"{"feeds": ["https://a!b.example/"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"a!b.example\" is not the name of a host. "
          + "Check the part after https://."
      ),
      (
        "{\"feeds\": [\"https://a.example\",\n \"https://A.example:443/#x\"], \"keywords\": [\"x\"]}",
        "config.json:2:2: error: feeds[1]: is the same feed as that of line 1. "
          + "Keep one of the two."
      ),
      (
        #"{"feeds": ["file://nas/a.xml"], "keywords": ["x"]}"#,
        "config.json:1:12: error: feeds[0]: \"file://nas/a.xml\" is not the URL of a file here. "
          + "Write file:///absolute/path, or file:path relative to this configuration."
      ),
      (
        #"{"feeds": ["file:hilang.xml"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:12: warning: feeds[0]: there is no file /home/humas/hilang.xml. "
          + "Check the path; the feed fails until it is there."
      ),
      (
        #"{"feeds": ["http://a.example/"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:12: warning: feeds[0]: is fetched without encryption: "
          + "anyone on the way can read and change the news. Write https: where the server has it."
      ),
      (
        #"{"feeds": ["https://u:p@a.example/"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:12: warning: feeds[0]: holds a password in the clear. "
          + "Send it as a header instead: \"headers\": {\"Authorization\": {\"env\": \"NAME\"}}."
      ),
    ])
  func feeds(_ text: String, _ message: String) {
    #expect(TestMachine.problems(text).filter { !$0.contains("contact") } == [message])
  }

  @Test(
    "of a feed's keys",
    arguments: [
      (
        #""intervall": "5m""#,
        "1:43: error: feeds[0]: unknown key \"intervall\". Did you mean \"interval\"?"
      ),
      (
        #""xyzzy": 1"#,
        "1:43: error: feeds[0]: unknown key \"xyzzy\". Known here: url, name, group, interval, "
          + "fullText, headers, ca, secretParameters."
      ),
      (
        #""interval": 300"#,
        "1:55: error: feeds[0].interval: is a number, not a duration. "
          + "Write a string such as \"10m\"."
      ),
      (
        #""interval": "5 minutes""#,
        "1:55: error: feeds[0].interval: \"5 minutes\" is not a duration. "
          + "Write a whole number with ms, s, m, h, d or w, such as \"10m\"."
      ),
      (
        #""interval": "999ms""#,
        "1:55: error: feeds[0].interval: \"999ms\" is too short. Write at least \"1s\"."
      ),
      (
        #""interval": "31d""#,
        "1:55: error: feeds[0].interval: \"31d\" is too long. Write at most \"30d\"."
      ),
      (
        #""fullText": "yes""#,
        "1:55: error: feeds[0].fullText: is a string, not true or false. "
          + "Write true or false, without quotes."
      ),
      (
        #""name": " ""#,
        "1:51: error: feeds[0].name: is empty. "
          + "Write a string such as \"Kaltim Post\", or leave the key out."
      ),
      (
        #""group": null"#,
        "1:52: error: feeds[0].group: is null, not text. Write a string such as \"kaltim\"."
      ),
      (
        #""name": "A", "name": "B""#,
        "1:56: error: feeds[0]: \"name\" is given twice. Keep one; the first is on line 1."
      ),
      (
        #""ca": "none.pem""#,
        "1:49: error: feeds[0].ca: there is no file /home/humas/none.pem. Check the path."
      ),
      (
        #""headers": {"X Key": "v"}"#,
        "1:64: error: feeds[0].headers[\"X Key\"]: \"X Key\" is not the name of a header. "
          + "Write letters, digits and hyphens, such as X-Key."
      ),
      (
        #""headers": {"If-None-Match": "v"}"#,
        "1:72: error: feeds[0].headers.If-None-Match: pantau sets If-None-Match itself. "
          + "Leave it out."
      ),
      (
        #""headers": {"user-agent": "v"}"#,
        "1:69: error: feeds[0].headers.user-agent: pantau sets user-agent itself. "
          + "Use polling.userAgent."
      ),
      (
        #""headers": {"X-A": "v\nb"}"#,
        "1:62: error: feeds[0].headers.X-A: the value holds a line end or another control "
          + "character. A header's value is one line."
      ),
      (
        #""headers": {"X-A": "v", "x-a": "w"}"#,
        "1:74: error: feeds[0].headers.x-a: is given twice, letter case aside. Keep one."
      ),
      (
        #""headers": {"X-A": 5}"#,
        "1:62: error: feeds[0].headers.X-A: is no value and does not say where to find one. Write "
          + "a string, {\"env\": \"NAME\"}, {\"file\": \"PATH\"} or {\"credential\": \"NAME\"}."
      ),
      (
        #""headers": {"X-A": {"Env": "X"}}"#,
        "1:63: error: feeds[0].headers.X-A: unknown key \"Env\". Did you mean \"env\"?"
      ),
      (
        #""headers": "X""#,
        "1:54: error: feeds[0].headers: is a string, not an object of headers. "
          + "Write an object in braces { }."
      ),
      (
        #""secretParameters": []"#,
        "1:63: error: feeds[0].secretParameters: is empty. "
          + "Write a list such as [\"token\"], or leave the key out."
      ),
      (
        #""secretParameters": "token""#,
        "1:63: error: feeds[0].secretParameters: is a string, not a list of parameter names. "
          + "Write a list such as [\"token\"]."
      ),
      (
        #""secretParameters": ["a", "a"]"#,
        "1:69: error: feeds[0].secretParameters[1]: \"a\" is listed twice. Keep one."
      ),
    ])
  func feedKeys(_ member: String, _ message: String) {
    let text = TestMachine.whole(#""feeds": [{"url": "https://c.example/x", \#(member)}]"#)
    #expect(TestMachine.problems(text) == ["config.json:\(message)"])
  }

  @Test("of two feeds with one name")
  func feedNames() {
    let text = TestMachine.whole(
      #""feeds": [{"url": "https://c.example/", "name": "A"}, {"url": "https://d.example/", "name": "A"}]"#
    )
    #expect(
      TestMachine.problems(text) == [
        "config.json:1:94: error: feeds[1].name: the name \"A\" is taken by the feed of line 1. "
          + "Names tell feeds apart: write another one."
      ])
  }

  @Test(
    "of the file as a whole",
    arguments: [
      (
        "[]",
        "config.json:1:1: error: is an array, not a configuration. Write an object in braces { }."
      ),
      ("{\"feeds\": [\n// x\n]}", "config.json:2:1: error: JSON has no comments; remove it."),
      (
        "{\"feeds\": [\"a\",]}",
        "config.json:1:16: error: a value should stand here; "
          + "remove the comma before the closing bracket."
      ),
      (
        "{\"feeds\" []}",
        "config.json:1:10: error: a colon should stand between \"feeds\" and its value."
      ),
      (
        "",
        "config.json:1:1: error: the text ends where a value should stand; "
          + "is a closing bracket missing?"
      ),
      (
        #"{"fedes": [], "feeds": ["https://a.example"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:2: error: unknown key \"fedes\". Did you mean \"feeds\"?"
      ),
      (
        #"{"keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:1: error: lacks \"feeds\". Add \"feeds\": [\"https://example.org/rss.xml\"]."
      ),
      (
        #"{"feeds": ["https://a.example"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:1: error: lacks \"keywords\". Add \"keywords\": [\"Bontang\"]."
      ),
      (
        #"{"feeds": ["https://a.example"], "keywords": ["x"]}"#,
        "config.json:1:1: warning: polling: lacks \"contact\". Servers' people want to know whose "
          + "requests these are: add \"contact\": \"https://…\" or your mail address."
      ),
      (
        "\u{FEFF}"
          + #"{"feeds": ["https://a.example"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#,
        "config.json:1:1: warning: the file begins with a byte order mark. Save it without."
      ),
    ])
  func file(_ text: String, _ message: String) {
    #expect(TestMachine.problems(text) == [message])
  }

  @Test("all faults at once, in the order of the text")
  func all() {
    let text = """
      {
        "zone": "WITA",
        "feeds": ["a.example"],
        "keywords": [{"query": "x", "severity": "hgih"}],
        "polling": {"perHost": 0}
      }
      """
    #expect(
      TestMachine.problems(text) == [
        "config.json:2:11: error: zone: \"WITA\" is not a time zone of the IANA database. "
          + "Write \"Asia/Makassar\".",
        "config.json:3:13: error: feeds[0]: \"a.example\" is not a full URL. "
          + "Write it with its scheme: \"https://a.example\".",
        "config.json:4:43: error: keywords[0].severity: \"hgih\" is not a severity. "
          + "Write one of low, normal, high (did you mean \"high\"?).",
        "config.json:5:14: warning: polling: lacks \"contact\". Servers' people want to know whose "
          + "requests these are: add \"contact\": \"https://…\" or your mail address.",
        "config.json:5:26: error: polling.perHost: 0 is too small. Write at least 1.",
      ])
  }
}
