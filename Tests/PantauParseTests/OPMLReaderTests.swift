import PantauCore
import PantauParse
import Testing

@Suite("Lists of feeds (OPML)")
struct OPMLReaderTests {
  private func read(_ text: String) throws -> [OPMLOutline] {
    try OPMLReader.read(Array(text.utf8))
  }

  @Test("feeds are found at any depth, with the innermost outline around them as group")
  func groups() throws {
    let outlines = try read(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <opml version="2.0"><head><title>Langganan</title></head><body>
        <outline text="Kalimantan"><outline title="Timur" text="timur">
          <outline type="rss" text="Kabar" title="Kabar Kaltim" xmlUrl="https://k.example/rss"
            htmlUrl="https://k.example/"/></outline>
          <outline type="rss" text="Borneo" xmlURL="https://b.example/rss"/>
        </outline>
        <OUTLINE text="Antara" XMLURL="https://a.example/rss"></OUTLINE>
        <outline text="kosong"/>
      </body></opml>
      """)
    #expect(
      outlines == [
        OPMLOutline(
          title: "Kabar Kaltim", text: "Kabar", xmlURL: "https://k.example/rss",
          htmlURL: "https://k.example/", group: "timur"),
        OPMLOutline(text: "Borneo", xmlURL: "https://b.example/rss", group: "Kalimantan"),
        OPMLOutline(text: "Antara", xmlURL: "https://a.example/rss"),
      ])
  }

  @Test(
    "references, stray ampersands and encodings are read as they are meant",
    arguments: [
      ("a?x=1&amp;y=2", "a?x=1&y=2"), ("a?x=1&y=2", "a?x=1&y=2"), ("a?x=1&lt;", "a?x=1<"),
      ("caf&eacute;", "café"), ("a&#38;b", "a&b"), ("a & b;", "a & b;"), ("a&", "a&"),
    ])
  func references(_ written: String, _ meant: String) throws {
    let outlines = try read("<opml><body><outline xmlUrl=\"\(written)\"/></body></opml>")
    #expect(outlines.map(\.xmlURL) == [meant])
  }

  @Test("a list in another encoding is decoded")
  func encoding() throws {
    let text = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><opml><outline text=\"caf"
    let outlines = try OPMLReader.read(
      Array(text.utf8) + [0xE9] + Array("\" xmlUrl=\"https://x.example\"/></opml>".utf8))
    #expect(outlines.first?.text == "café")
  }

  @Test("a list that breaks off keeps the feeds before")
  func truncated() throws {
    let outlines = try read(
      "<opml><body><outline xmlUrl=\"https://a.example\"/><outline xmlUrl=\"https://b.exa")
    #expect(outlines.map(\.xmlURL) == ["https://a.example"])
  }

  @Test("entities of the document's own stay unknown, and nothing is loaded")
  func hostile() throws {
    let outlines = try read(
      """
      <!DOCTYPE opml SYSTEM "file:///etc/passwd" [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">
      <!ENTITY c SYSTEM "file:///etc/passwd">]>
      <opml><body><outline text="&b;&c;" xmlUrl="https://a.example"/></body></opml>
      """)
    #expect(outlines.map(\.xmlURL) == ["https://a.example"])
    #expect(outlines.first?.text?.contains("aaaa") == false)
    #expect(outlines.first?.text?.contains("root") == false)
  }

  @Test(
    "anything else is refused by name",
    arguments: [
      ("<rss version=\"2.0\"></rss>", "no OPML list: its outermost element is <rss>, not <opml>"),
      ("", "no OPML list: it holds no XML element"),
      ("{\"feeds\": []}", "no OPML list: it holds no XML element"),
    ])
  func refused(_ text: String, _ message: String) {
    do throws(NotAnOPMLList) {
      _ = try OPMLReader.read(Array(text.utf8))
      Issue.record("taken")
    } catch {
      #expect(error.description == message)
    }
  }
}
