import Testing

@testable import PantauParse

private func text(_ html: String) -> String {
  var html = html
  return html.withUTF8 { HTMLText.plainText($0) }
}

@Suite("HTML to text")
struct HTMLTextTests {
  @Test(
    "reads tags, references and white space as a browser shows them",
    arguments: [
      ("", ""),
      ("Banjir di Bontang", "Banjir di Bontang"),
      ("<b>bold</b>face and <i>more</i>", "boldface and more"),
      ("<p>one</p><p>two</p>", "one two"),
      ("one<br>two<br/>three<hr>four", "one two three four"),
      ("<ul><li>one</li><li>two</li></ul>", "one two"),
      ("<table><tr><td>one</td><td>two</td></tr><tr><th>3</th></tr></table>", "one two 3"),
      ("a<script>var x = '<b>&lt;';</script> b<style>p { color: red }</style> c", "a b c"),
      ("a<SCRIPT src='x'>1 < 2</sCrIpT > b", "a b"),
      ("a<script src=x/> b", "a b"),
      ("a<script>never closed <p>b", "a"),
      ("a<script></scripts></script>b", "ab"),
      ("<template><p>x</p></template>y", "y"),
      ("<noscript>Foto: Rina</noscript>", "Foto: Rina"),
      ("<iframe src=x>No frames here</iframe>teks", "teks"),
      ("<html><head><title>Judul</title></head><body>Isi</body></html>", "Isi"),
      ("a<!-- hidden --> b", "a b"),
      ("a<!-- > hidden --!>b", "ab"),
      ("a<!-->b", "ab"),
      ("a<!--->b", "ab"),
      ("a<!-- never closed > b", "a b"),
      ("<!DOCTYPE html>x", "x"),
      ("<?php echo 1 ?>x", "x"),
      ("<![CDATA[<p>R&amp;D <em>costs</em></p>]]> after", "R&D costs after"),
      ("<![CDATA[a", "a"),
      ("<![CDATA[<![CDATA[a]]>]]>b", "a]]>b"),
      ("<![CDATA[a <b]]> c", "a c"),
      ("<a title=\"a > b\" href='x'>link</a> text", "link text"),
      ("<a title='5\" > 4'>link</a>", "link"),
      ("<a href=\"x>link</a> text", "link text"),
      ("<a href=\"x\"\">link</a> text", "link text"),
      ("<p>one<p>two <b>three", "one two three"),
      ("text before <a href=\"http://example.org/cut", "text before"),
      ("text before <img", "text before"),
      ("text before <p class", "text before"),
      ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
      ("5 <six and seven", "5 <six and seven"),
      ("5 <six <p", "5 <six"),
      ("a <3 b", "a <3 b"),
      ("a<b", "a"),
      ("a<b>c", "ac"),
      ("a < b > c", "a < b > c"),
      ("<", "<"),
      ("</", "</"),
      ("a</>b", "ab"),
      ("a</5>b", "ab"),
      ("<>", "<>"),
      ("caf&eacute;&nbsp;&mdash; &#8364;5 &#x1F600;", "café — €5 😀"),
      ("Q&amp;A: &lt;b&gt; &quot;tags&quot;", "Q&A: <b> \"tags\""),
      ("use &lt;b&gt; for bold", "use <b> for bold"),
      ("AT&T dan R&D", "AT&T dan R&D"),
      ("&copy 2023 &copycat &notit; &notin;", "© 2023 ©cat ¬it; ∉"),
      ("&unknown; &;& &#; &#x; &", "&unknown; &;& &#; &#x; &"),
      ("&#150; &#x96; &#146;", "– – ’"),
      ("&#39;a&#39 b", "'a' b"),
      ("&#55357;&#56832; &#55357; &#0; &#x110000; &#99999999999;", "😀 � � � �"),
      ("a&#10;&#9;&#1;b", "a b"),
      ("a&amp;nbsp;b &amp;eacute; R&amp;amp;D &amp;#8217;", "a b é R&D ’"),
      ("use &amp;lt;b&amp;gt; here", "use <b> here"),
      ("&amp;copy 1 &amp;unknown;", "&copy 1 &unknown;"),
      ("&nGt;&NotEqualTilde;&fjlig;", "≫⃒≂̸fj"),
      ("&CounterClockwiseContourIntegral;", "∳"),
      (" \n one \r\n\t two\u{A0}\u{A0}three\u{2028}four\u{3000} ", "one two three four"),
      ("a\u{2003}\u{1680}\u{205F}\u{202F}b\u{85}c", "a b c"),
      ("ber\u{AD}ita ber&shy;ita", "ber\u{AD}ita ber\u{AD}ita"),
      ("a <b> b </b> c", "a b c"),
      ("one<img src=x alt=pic>two", "one two"),
      ("<x:p>one</x:p><x:p>two</x:p><o:p></o:p>", "one two"),
      ("<blockquote>a</blockquote><figcaption>b</figcaption>c", "a b c"),
      ("<my-tag>a</my-tag>b", "ab"),
      ("Новости дня: <b>Москва</b>, 新聞\u{3000}標題", "Новости дня: Москва, 新聞 標題"),
      ("\u{E0}\u{A0}b é", "\u{E0} b é"),
    ])
  func reads(_ html: String, _ expected: String) {
    #expect(text(html) == expected)
    // The same behind eight and more plain bytes, so that the fast path is walked into.
    let long = "Pasar Bontang ramai pada pagi hari: "
    #expect(text(long + html) == (long + expected).trimmed)
  }

  @Test(
    "collapses white space of text that is no markup and leaves the rest",
    arguments: [
      ("", ""), ("  a  b\u{A0}\n c ", "a b c"), ("use <b> &amp; co", "use <b> &amp; co"),
      ("satu dua tiga empat lima  enam\t\ttujuh", "satu dua tiga empat lima enam tujuh"),
    ])
  func collapses(_ source: String, _ expected: String) {
    var source = source
    #expect(source.withUTF8 { HTMLText.collapse($0) } == expected)
  }

  @Test(
    "tells markup from plain text",
    arguments: [
      ("plain", false), ("5 < 6 > 4", false), ("AT&T", false), ("a &amp; b", true),
      ("a &#39; b", true), ("&copy 2023", false), ("<b>x</b>", true), ("a<br", false),
      ("</p>", true), ("<!-- x -->", true), ("< b >", false), ("", false), ("<", false),
      ("a > <b", false),
    ])
  func looks(_ source: String, _ expected: Bool) {
    var source = source
    #expect(source.withUTF8 { HTMLText.looksLikeHTML($0) } == expected)
  }

  @Test("survives mutations: valid, trimmed, no two spaces in a row")
  func survivesMutations() {
    let seeds = [
      "<p class=\"a > b\">Wali kota &amp;nbsp; &eacute; <![CDATA[ x ]]> <!-- y --> é 新\u{A0}</p>",
      "<script>a</script><style>b</style><a href='x' title=\"y\">&#128512;&#55357;&#56832;</a> <",
      "a<!--b--><![CDATA[<p>&lt;&gt;&amp;lt;]]><?pi ?><!DOCTYPE x></p>\u{3000}\u{2028}&nGt;&nGt;",
    ]
    var random = SplitMix(state: 20_231_114)
    for round in 0..<6_000 {
      var bytes = Array(seeds[round % seeds.count].utf8)
      for _ in 0..<(1 + random.next() % 6) { mutate(&bytes, &random) }
      let result = bytes.withUnsafeBufferPointer { HTMLText.plainText($0) }
      #expect(!result.utf8.elementsEqual([0x20]) && result == result.trimmed)
      #expect(!result.contains("  "))
    }
  }

  @Test(
    "takes time in proportion to the source, whatever is left open",
    arguments: [
      "<", "<b ", "<a \"", "<a x=\"", "<a x='>", "<!--", "<![CDATA[", "<script>", "&", "&amp;",
      "&#", "&#1", "</", "<a x=\"'>", "<!", "<?", "&#55296;", "]]>", "<![CDATA[]]>",
    ])
  func isLinear(_ unit: String) {
    let bytes = Array(String(repeating: unit, count: 400_000).utf8)
    let clock = ContinuousClock()
    let duration = clock.measure {
      _ = bytes.withUnsafeBufferPointer { HTMLText.plainText($0) }
    }
    // A quadratic pass takes minutes; a linear one in a debug build a second or two.
    #expect(duration < .seconds(20))
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let at = Int(random.next() % UInt64(max(bytes.count, 1)))
    switch random.next() % 4 {
    case 0 where !bytes.isEmpty: bytes[at] = UInt8(truncatingIfNeeded: random.next())
    case 1 where !bytes.isEmpty: bytes.remove(at: at)
    case 2: bytes.insert(Array("<>&;\"' =/!-]".utf8)[Int(random.next() % 12)], at: at)
    default: bytes.removeLast(min(bytes.count, Int(random.next() % 9)))
    }
  }
}

/// A small deterministic generator for mutations.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension String {
  var trimmed: String {
    var bytes = Array(utf8)
    while bytes.last == 0x20 { bytes.removeLast() }
    while bytes.first == 0x20 { bytes.removeFirst() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite("Named character references")
struct NamedEntitiesTests {
  @Test("knows every name by its place")
  func knowsEveryName() {
    #expect(NamedEntities.count == 2_125)
    var legacy = 0
    for index in 0..<NamedEntities.count {
      #expect(NamedEntities.index(of: NamedEntities.name(at: index)) == index)
      #expect((1...6).contains(NamedEntities.value(at: index).count))
      if NamedEntities.isLegacy(at: index) {
        legacy += 1
        #expect(NamedEntities.name(at: index).count <= NamedEntities.maxLegacyLength)
      }
      #expect(NamedEntities.name(at: index).count <= NamedEntities.maxLength)
    }
    #expect(legacy == 106)
  }

  @Test(
    "gives characters by name",
    arguments: [
      ("amp", "&"), ("nbsp", "\u{A0}"), ("zwnj", "\u{200C}"), ("AElig", "Æ"), ("zscr", "𝓏"),
      ("Zeta", "Ζ"), ("lang", "⟨"), ("frac12", "½"), ("bne", "=\u{20E5}"), ("Tab", "\t"),
      ("amp;", nil), ("Amp", nil), ("", nil), ("a", nil), ("zzz", nil), ("AAA", nil),
    ] as [(String, String?)])
  func looksUp(_ name: String, _ expected: String?) {
    var name = name
    let value = name.withUTF8 { NamedEntities.utf8(of: $0) }
    #expect(value.map { String(decoding: $0, as: UTF8.self) } == expected)
  }
}
