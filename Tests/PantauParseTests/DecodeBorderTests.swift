import PantauCore
import Testing

@testable import PantauParse

/// An encoding, and characters of it with their bytes.
struct EncodingSample: Sendable, CustomTestStringConvertible {
  let label: String
  let characters: [(text: String, bytes: [UInt8])]
  /// The bytes of an ASCII character, but for its own all zero: how many, and where its own is.
  var asciiForm: (width: Int, place: Int) = (1, 0)

  var testDescription: String { label }

  /// One of each way in which bytes become characters.
  static let all: [EncodingSample] = [
    // Bad bytes in what says that it is UTF-8.
    EncodingSample(
      label: "utf-8",
      characters: [
        ("新", [0xE6, 0x96, 0xB0]), ("é", [0xC3, 0xA9]), ("😀", [0xF0, 0x9F, 0x98, 0x80]),
        ("\u{FFFD}", [0xFF]),
      ]),
    EncodingSample(
      label: "utf-16le", characters: [("新", [0xB0, 0x65]), ("😀", [0x3D, 0xD8, 0x00, 0xDE])],
      asciiForm: (2, 0)),
    EncodingSample(
      label: "utf-16be", characters: [("新", [0x65, 0xB0]), ("😀", [0xD8, 0x3D, 0xDE, 0x00])],
      asciiForm: (2, 1)),
    EncodingSample(
      label: "utf-32le",
      characters: [("新", [0xB0, 0x65, 0, 0]), ("😀", [0x00, 0xF6, 0x01, 0])], asciiForm: (4, 0)),
    EncodingSample(
      label: "utf-32be",
      characters: [("新", [0, 0, 0x65, 0xB0]), ("😀", [0, 0x01, 0xF6, 0x00])], asciiForm: (4, 3)),
    EncodingSample(label: "windows-1252", characters: [("€", [0x80]), ("é", [0xE9])]),
    EncodingSample(label: "windows-1251", characters: [("ж", [0xE6])]),
    EncodingSample(
      label: "gb18030",
      characters: [("新", [0xD0, 0xC2]), ("😀", [0x94, 0x39, 0xFC, 0x36]), ("é", [0xA8, 0xA6])]),
    EncodingSample(label: "big5", characters: [("新", [0xB7, 0x73]), ("聞", [0xBB, 0x44])]),
    EncodingSample(label: "shift_jis", characters: [("新", [0x90, 0x56]), ("ｱ", [0xB1])]),
    EncodingSample(
      label: "euc-jp", characters: [("新", [0xBF, 0xB7]), ("丂", [0x8F, 0xB0, 0xA1])]),
    EncodingSample(label: "euc-kr", characters: [("서", [0xBC, 0xAD])]),
    EncodingSample(
      label: "iso-2022-jp",
      characters: [("新", [0x1B, 0x24, 0x42, 0x3F, 0x37, 0x1B, 0x28, 0x42])]),
  ]

  /// ASCII text in the encoding.
  func ascii(_ text: String) -> [UInt8] {
    let (width, place) = asciiForm
    return text.utf8.flatMap { byte in (0..<width).map { $0 == place ? byte : 0 } }
  }

  /// Text of all the characters and some ASCII, over and over, and the same in UTF-8.
  func text(ofBytes count: Int) -> (encoded: [UInt8], plain: [UInt8]) {
    let encoded = characters.flatMap(\.bytes) + ascii("-a ")
    let plain = Array((characters.map(\.text).joined() + "-a ").utf8)
    let times = count / plain.count + 1
    return (Self.repeated(encoded, times), Self.repeated(plain, times))
  }

  /// By doubling, for single appends are slow where nothing is optimised.
  private static func repeated(_ bytes: [UInt8], _ times: Int) -> [UInt8] {
    guard times > 1 else { return bytes }
    let half = repeated(bytes, times / 2)
    return times % 2 == 0 ? half + half : half + half + bytes
  }
}

/// Bodies longer than what is decoded at a time (128 KB), a text that is told of at once (256 KB) and
/// what memory is given back of (1 MB).
@Suite("Characters over the borders of decoding")
struct DecodeBorderTests {
  @Test("no character is torn, wherever it stands", arguments: EncodingSample.all)
  func decodesOverBorders(_ sample: EncodingSample) {
    let (encoded, plain) = sample.text(ofBytes: 1_150_000)
    for pad in 0..<2 {
      let head = String(repeating: "x", count: pad + 4)
      let body = CharsetDecoder.decode(sample.ascii(head) + encoded, httpCharset: sample.label)
      #expect(body.bytes == Array(head.utf8) + plain, "behind \(pad) bytes")
      #expect(body.encoding == sample.label)
    }
  }

  @Test("a feed in any encoding is read as it is in UTF-8", arguments: EncodingSample.all)
  func readsOverBorders(_ sample: EncodingSample) throws {
    let pieces: [(String, Int)] = [
      ("<rss version='2.0'><channel><item><title>a</title><description>", 400_000),
      ("</description></item><item><title>b</title><description><![CDATA[", 500_000),
      ("]]></description></item>\n<!-- ", 300_000),
      ("\n--><item><title>c &amp; ", 1_000), ("</title><description>&lt;p>", 300_000),
      ("&amp;eacute;</description></item></channel></rss>", 0),
    ]
    try compare(pieces, sample) { $0.items.map(\.title?.utf8.count).count == 3 }
  }

  @Test(
    "a comment that is never closed is text in any encoding, and items behind it are kept",
    arguments: EncodingSample.all)
  func readsOverOpenComment(_ sample: EncodingSample) throws {
    let pieces: [(String, Int)] = [
      ("<rss version='2.0'><channel><item><title>a</title></item><!-- ", 300_000),
      ("<item><title>b</title></item></channel></rss>", 0),
    ]
    try compare(pieces, sample) { $0.items.map(\.title) == ["a", "b"] }
  }

  @Test(
    "authors behind the items of an Atom feed are found in any encoding", arguments: [true, false])
  func findsLateAuthors(_ hasAuthors: Bool) throws {
    for sample in EncodingSample.all {
      let entry = "<entry><id>urn:1</id><summary>"
      let author = hasAuthors ? "<author><name>Redaksi</name></author>" : ""
      let pieces =
        [("<feed xmlns='http://www.w3.org/2005/Atom'>" + entry, 1_000)]
        + (0..<520).map { _ in ("</summary></entry>" + entry, 300) }
        + [("</summary></entry>" + author + "</feed>", 0)]
      try compare(pieces, sample) { feed in
        feed.items.count == 521
          && feed.items.allSatisfy { $0.authors == (hasAuthors ? ["Redaksi"] : []) }
      }
    }
  }

  /// Reads pieces of ASCII, each with so many bytes of text behind it, in an encoding and in UTF-8.
  private func compare(
    _ pieces: [(String, Int)], _ sample: EncodingSample, _ isRight: (ParsedFeed) -> Bool
  ) throws {
    var (body, plain): ([UInt8], [UInt8]) = ([], [])
    for (ascii, count) in pieces {
      let text = count > 0 ? sample.text(ofBytes: count) : ([], [])
      body += sample.ascii(ascii) + text.0
      plain += Array(ascii.utf8) + text.1
    }
    let taker = ItemTaker()
    var feed = try FeedParser.parse(
      body.span, contentType: "text/xml; charset=\(sample.label)", url: nil, observer: taker)
    feed.items = taker.items + feed.items
    let same = try FeedParser.parse(plain, contentType: nil, url: nil)
    #expect(isRight(feed), "\(sample.label)")
    #expect(feed.items == same.items, "\(sample.label)")
    #expect(feed.isComplete == same.isComplete, "\(sample.label)")
  }
}

/// Takes items as soon as it is given them.
private final class ItemTaker: FeedObserver {
  let takesItems = true
  private(set) var items: [Item] = []

  func didRead(upTo offset: Int) {}

  func take(_ items: [Item], of format: FeedFormat) { self.items += items }
}
