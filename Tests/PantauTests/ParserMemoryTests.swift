import Foundation
import PantauCore
import PantauTestSupport
import Testing

/// Measured in processes of their own, for nothing else may allocate beside the parser.
@Suite("Memory of the parser")
struct ParserMemoryTests {
  /// Shapes of 3 MB that ask for memory in different ways.
  static let shapes: [(name: String, head: String, piece: String, tail: String)] = [
    ("one long text", "<rss version='2.0'><channel><item><description>", "Bontang banjir ", ""),
    ("CDATA", "<rss version='2.0'><channel><item><description><![CDATA[", "<p>Bontang</p>", ""),
    ("small items", "<rss version='2.0'><channel>", "<item><title>a</title></item>", ""),
    (
      "items with bodies", "<rss version='2.0'><channel>",
      "<item><title>a</title><description>" + String(repeating: "isi berita ", count: 200)
        + "</description></item>", ""
    ),
    ("unclosed tags", "<rss version='2.0'><channel>", "<item><br></item>", ""),
    ("attributes", "<rss version='2.0'><channel><item ", "a='b' ", "/></channel></rss>"),
    ("stray ampersands", "<rss version='2.0'><channel><title>", "& ", ""),
    ("comments", "<rss version='2.0'><channel>", "<!-- x -->", ""),
    ("entities", "<rss version='2.0'><channel><title>", "&eacute;", ""),
    (
      "JSON items", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[", "{\"a\":{}},",
      "{}]}"
    ),
    (
      "unknown JSON", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"x\":[", "[{}],",
      "1],\"items\":[]}"
    ),
    (
      "control characters", "<rss version='2.0'><channel>",
      "<item><title>Bon\u{8}tang</title><description>"
        + String(repeating: "isi berita ", count: 200) + "</description></item>", ""
    ),
    (
      "Atom without authors", "<feed xmlns='http://www.w3.org/2005/Atom'>",
      "<entry><id>a</id><summary>" + String(repeating: "isi berita ", count: 200)
        + "</summary></entry>", "</feed>"
    ),
    (
      "references", "<rss version='2.0'><channel><item><description>", "&lt;p>Bontang &amp;amp; ",
      ""
    ),
    ("open angles", "<rss version='2.0'><channel><title>", "< ", ""),
  ]

  @Test("The peak is three times the body at most, whatever the body is", arguments: shapes.indices)
  func peakIsBounded(_ index: Int) async throws {
    let shape = Self.shapes[index]
    var body = Array(shape.head.utf8)
    let piece = Array(shape.piece.utf8)
    while body.count < 3_000_000 { body.append(contentsOf: piece) }
    body.append(contentsOf: shape.tail.utf8)
    let growth = try await Self.peakBytes(parsing: body) - Self.peakBytes(parsing: Self.tiny)
    #expect(
      growth < 3 * body.count + Self.noise,
      "\(shape.name): \(growth / 1_000_000) MB for \(body.count / 1_000_000) MB")
  }

  /// Encodings of 3 MB that are longer in UTF-8: a few characters each.
  static let encodings: [(label: String, characters: [UInt8])] = [
    ("gb18030", [0xD0, 0xC2, 0xCE, 0xC5, 0xB1, 0xA8, 0xB5, 0xC0]),
    ("shift_jis", [0x90, 0x56, 0x95, 0xB7]),
    ("windows-1251", [0xE3, 0xEE, 0xF0, 0xEE, 0xE4]),
    ("windows-1252", [0x61, 0xFF, 0x62]),
  ]

  @Test(
    "It is three times the body also where the text is longer than the body",
    arguments: encodings.indices)
  func peakOfDecodedTextIsBounded(_ index: Int) async throws {
    let label = Self.encodings[index].label
    let body = Self.body(
      of: index,
      ("<rss version='2.0'><channel>", "<item><description>", "</description></item>"),
      end: "</channel></rss>")
    let growth = try await Self.peakBytes(parsing: body) - Self.peakBytes(parsing: Self.tiny)
    #expect(growth < 3 * body.count + Self.noise, "\(label): \(growth / 1_000_000) MB")
  }

  @Test(
    "It is bounded as well where a comment is longer than what is decoded at a time",
    arguments: encodings.indices)
  func peakOfLongCommentIsBounded(_ index: Int) async throws {
    let (label, characters) = Self.encodings[index]
    let head = "<?xml version='1.0' encoding='\(label)'?><rss version='2.0'><channel><!--"
    let text = [[UInt8]](repeating: characters + [0x20], count: 3_000_000 / (characters.count + 1))
    let tail = "--><item><title>a</title></item></channel></rss>"
    let body = Array(head.utf8) + Array(text.joined()) + Array(tail.utf8)
    let growth = try await Self.peakBytes(parsing: body) - Self.peakBytes(parsing: Self.tiny)
    // It is passed over as it is decoded.
    #expect(growth < body.count + 2 * Self.noise, "\(label): \(growth / 1_000_000) MB")
  }

  @Test(
    "It is bounded where items of Atom in another encoding wait for authors that do not come",
    arguments: encodings.indices)
  func peakOfWaitingItemsIsBounded(_ index: Int) async throws {
    let label = Self.encodings[index].label
    let body = Self.body(
      of: index,
      ("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry><summary>", "</summary></entry>"),
      end: "</feed>")
    let growth = try await Self.peakBytes(parsing: body) - Self.peakBytes(parsing: Self.tiny)
    #expect(growth < 3 * body.count + Self.noise, "\(label): \(growth / 1_000_000) MB")
  }

  /// A feed of 3 MB in an encoding: what opens it, what stands around each text, and its end.
  private static func body(
    of index: Int, _ parts: (head: String, before: String, behind: String), end: String
  ) -> [UInt8] {
    let (label, characters) = encodings[index]
    let text = [[UInt8]](repeating: characters + [0x20], count: 300).flatMap { $0 }
    let item = Array(parts.before.utf8) + text + Array(parts.behind.utf8)
    var body = Array("<?xml version='1.0' encoding='\(label)'?>\(parts.head)".utf8)
    while body.count < 3_000_000 { body += item }
    return body + Array(end.utf8)
  }

  /// By how much the resident memory of two runs of the same program differs, and some more.
  private static let noise = 1_000_000
  private static let tiny = Array("<rss version='2.0'><channel></channel></rss>".utf8)

  /// What a process needs at most to parse a body and print it, in bytes of resident memory.
  ///
  /// Asked of a small process between, for the kernel counts the parent's memory to a child that has
  /// not begun its own program yet.
  private static func peakBytes(parsing body: [UInt8]) async throws -> Int {
    let folder = try TemporaryFolder()
    let file = try folder.write(body, to: "feed.xml")
    let measured = try await DedicatedThread.blocking {
      Result {
        try Program.finish(
          "python3", ["-c", script, RunningPantau.binary.path, "parse", file])
      }
    }.get()
    let text = measured.said.trimmingCharacters(in: .whitespacesAndNewlines)
    let kilobytes = try #require(Int(text), "\(text)")
    return kilobytes * 1_024
  }

  private static let script =
    "import resource as r, subprocess as s, sys; "
    + "s.run(sys.argv[1:], stdout=s.DEVNULL, stderr=s.DEVNULL, check=True); "
    + "print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"
}
