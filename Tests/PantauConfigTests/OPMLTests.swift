import PantauConfig
import PantauCore
import Testing

@Suite("Feeds from and to OPML")
struct OPMLTests {
  private static let kaltim = OPMLOutline(
    title: " Kabar\n Kaltim ", text: "kk", xmlURL: "https://k.example/rss", group: "kaltim")
  private static let bare = OPMLOutline(xmlURL: "https://b.example/rss")

  private func added(_ text: String, _ outlines: [OPMLOutline]) throws -> String {
    let edited = try OPMLImport(outlines, into: Array(text.utf8))
    return String(decoding: edited.bytes, as: UTF8.self)
  }

  @Test(
    "new feeds are arranged as the last one is, and nothing else moves",
    arguments: [
      (
        "{\n  \"feeds\": [\n    \"https://a.example\"\n  ],\n\n  \"keywords\" : [ \"x\" ]\n}\n",
        "{\n  \"feeds\": [\n    \"https://a.example\",\n"
          + "    {\"url\": \"https://k.example/rss\", \"name\": \"Kabar Kaltim\", \"group\": \"kaltim\"},\n"
          + "    \"https://b.example/rss\"\n  ],\n\n  \"keywords\" : [ \"x\" ]\n}\n"
      ),
      (
        "{\"feeds\": [\"https://a.example\"]}",
        "{\"feeds\": [\"https://a.example\", {\"url\": \"https://k.example/rss\", \"name\": "
          + "\"Kabar Kaltim\", \"group\": \"kaltim\"}, \"https://b.example/rss\"]}"
      ),
      (
        "{\r\n\t\"feeds\": [\r\n\t\t{\"url\": \"https://a.example\"}\r\n\t]}",
        "{\r\n\t\"feeds\": [\r\n\t\t{\"url\": \"https://a.example\"},\r\n"
          + "\t\t{\"url\": \"https://k.example/rss\", \"name\": \"Kabar Kaltim\", \"group\": \"kaltim\"},\r\n"
          + "\t\t\"https://b.example/rss\"\r\n\t]}"
      ),
      (
        "{\n  \"feeds\": [],\n  \"keywords\": []\n}",
        "{\n  \"feeds\": [\n"
          + "    {\"url\": \"https://k.example/rss\", \"name\": \"Kabar Kaltim\", \"group\": \"kaltim\"},\n"
          + "    \"https://b.example/rss\"\n  ],\n  \"keywords\": []\n}"
      ),
      (
        "{\n  \"feeds\": [\n    \"https://z.example\",\n\n    \"https://a.example\"]\n}",
        "{\n  \"feeds\": [\n    \"https://z.example\",\n\n    \"https://a.example\",\n"
          + "    {\"url\": \"https://k.example/rss\", \"name\": \"Kabar Kaltim\", \"group\": \"kaltim\"},\n"
          + "    \"https://b.example/rss\"]\n}"
      ),
    ])
  func arranged(_ text: String, _ expected: String) throws {
    #expect(try added(text, [Self.kaltim, Self.bare]) == expected)
  }

  @Test("what is there already, or is no web address, is left out and told of")
  func leftOut() throws {
    let text =
      #"{"feeds": ["https://b.example:443/rss", {"url": "https://a.example", "name": "A"}]}"#
    let edited = try OPMLImport(
      [
        Self.bare, OPMLOutline(text: "A", xmlURL: " https://c.example/?a=1&b=\"2\""),
        OPMLOutline(xmlURL: "feed:x"), OPMLOutline(xmlURL: "file:///etc/passwd"),
      ], into: Array(text.utf8))
    #expect(edited.added == ["https://c.example/?a=1&b=\"2\""])
    #expect(
      edited.leftOut.map(\.description) == [
        "https://b.example/rss is there already", "feed:x is no http: or https: URL",
        "file:///etc/passwd is no http: or https: URL",
      ])
    let root = try JSONReader.read(edited.bytes)
    #expect(root["feeds"]?.array?.count == 3)
    #expect(root["feeds"]?.array?.last?["name"]?.string == "A (2)")
    #expect(root["feeds"]?.array?.last?["url"]?.string == "https://c.example/?a=1&b=\"2\"")
  }

  @Test("a list with nothing new leaves the text byte for byte")
  func unchanged() throws {
    let text = "{\"feeds\":[ \"https://b.example/rss\" ]}"
    #expect(try added(text, [Self.bare, Self.bare]) == text)
  }

  @Test(
    "a text that cannot be edited says why",
    arguments: [
      (
        "{\"feeds\": [\n,]}",
        "line 2, column 1: a value is missing before this comma; `pantau check` shows every fault"
      ),
      ("{}", "there is no list \"feeds\" to add to; add \"feeds\": []"),
      ("{\"feeds\": 5}", "there is no list \"feeds\" to add to; add \"feeds\": []"),
    ])
  func refused(_ text: String, _ message: String) {
    do {
      _ = try OPMLImport([Self.bare], into: Array(text.utf8))
      Issue.record("it cannot be edited")
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test("feeds are written in their groups, escaped, without what is secret")
  func export() {
    let feeds = [
      FeedConfiguration(url: "https://a.example/?x=1&y=2", name: "A & \"B\" <C>", group: "kaltim"),
      FeedConfiguration(url: "https://u:p@b.example/rss?key=k&z=1", secretParameters: ["key"]),
      FeedConfiguration(url: "https://c.example/", name: "C\n\u{1}", group: "kaltim"),
    ]
    #expect(
      OPMLExport.text(feeds, title: "pantau") == """
        <?xml version="1.0" encoding="UTF-8"?>
        <opml version="2.0">
          <head>
            <title>pantau</title>
          </head>
          <body>
            <outline text="kaltim" title="kaltim">
              <outline type="rss" text="A &amp; &quot;B&quot; &lt;C&gt;" title="A &amp; &quot;B&quot; &lt;C&gt;" xmlUrl="https://a.example/?x=1&amp;y=2"/>
              <outline type="rss" text="C&#10;\u{FFFD}" title="C&#10;\u{FFFD}" xmlUrl="https://c.example/"/>
            </outline>
            <outline type="rss" text="https://b.example/rss?key=…&amp;z=1" title="https://b.example/rss?key=…&amp;z=1" xmlUrl="https://b.example/rss?key=…&amp;z=1"/>
          </body>
        </opml>

        """)
  }
}
