import Foundation
import PantauCore
import PantauParse
import Testing

@Suite("Memory of the parser", .serialized)
struct MemoryTests {
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
    ("open angles", "<rss version='2.0'><channel><title>", "< ", ""),
  ]

  @Test("The peak stays below four times the body, whatever the body is", arguments: shapes.indices)
  func peakIsBounded(_ index: Int) throws {
    let shape = Self.shapes[index]
    var body = Array(shape.head.utf8)
    let piece = Array(shape.piece.utf8)
    while body.count < 3_000_000 { body.append(contentsOf: piece) }
    body.append(contentsOf: shape.tail.utf8)
    let before = try Self.resetPeak()
    let feed = try FeedParser.parse(body, contentType: nil, url: nil)
    let growth = try Self.peakBytes() - before
    #expect(feed.format == .rss20)
    // The slack is for what other suites allocate at the same time.
    #expect(
      growth < 4 * body.count + 8_000_000,
      "\(shape.name): \(growth / 1_000_000) MB for \(body.count / 1_000_000) MB")
  }

  /// Sets the kernel's high-water mark back; what is in use now, in bytes.
  private static func resetPeak() throws -> Int {
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    return try status("VmRSS")
  }

  private static func peakBytes() throws -> Int { try status("VmHWM") }

  private static func status(_ key: String) throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(key + ":") })
    let number = try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first)
    return (Int(number) ?? 0) * 1_024
  }
}
