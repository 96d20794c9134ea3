import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Traces")
struct TraceTests {
  static func read(_ text: String) throws(TraceError) -> Trace {
    try Trace(csv: Array(text.utf8))
  }

  @Test("are read from CSV, whatever the order of lines, ends of lines and further columns")
  func reads() throws {
    let trace = try Self.read(
      "\u{FEFF}id,Published,feed\r\n1,2026-01-05T10:00:00Z,\"a,\"\"b\"\"\"\r\n\r\n"
        + "2,2026-01-05T09:00:00+08:00,c\n3,2026-01-05 08:00:00, \"x\n4,2026-01-04,c")
    #expect(trace.feeds.map(\.name) == ["a,\"b\"", "c", "\"x"])
    #expect(trace.feeds[1].times == [1_767_484_800, 1_767_574_800])
    #expect(trace.itemCount == 4)
    #expect(trace.span == 1_767_484_800...1_767_607_200)
  }

  @Test(
    "that are wrong are refused with the line and what to write",
    arguments: [
      ("", 1, "the trace is empty; it begins with feed,published"),
      ("\n\n", 1, "the trace is empty; it begins with feed,published"),
      (
        "a,b\n", 1,
        "the header must name the columns feed and published, as in feed,published"
      ),
      ("feed,published\n", 1, "no item follows the header"),
      ("feed,published\nx\n", 2, "there are 1 columns where the header has 2"),
      ("feed,published\n\nx,2026-01-05,z\n", 3, "there are 3 columns where the header has 2"),
      (
        "feed,published\nx,yesterday\n", 2,
        "\"yesterday\" is no time in ISO 8601, such as 2026-11-23T04:05:06Z"
      ),
      ("feed,published\n,2026-01-05\n", 2, "the feed has no name"),
      ("feed,published\n\"x,2026-01-05\n\n", 2, "the quote is not closed"),
      ("feed,published\n\"x\"y,2026-01-05\n", 2, "a comma must follow the closing quote"),
    ])
  func refuses(_ text: String, _ line: Int, _ problem: String) {
    #expect(throws: TraceError(line: line, problem: problem)) { try Self.read(text) }
  }

  @Test("any bytes are read or refused")
  func anyBytes() {
    var dice = SplitMix64(seed: 5)
    let alphabet = Array("feed,published\n\r\"2026-01-05TZ:+ \u{FF}".utf8)
    for _ in 0..<3_000 {
      let tail = (0..<Int.random(in: 0..<60, using: &dice)).compactMap { _ in
        alphabet.randomElement(using: &dice)
      }
      let trace = try? Trace(csv: Array("feed,published\n".utf8) + tail)
      #expect(trace.map { $0.itemCount > 0 } ?? true)
    }
  }

  @Test(
    "instants are read as ISO 8601 writes them",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1970-01-01T00:00", 0),
      ("1970-01-01t08:00:00.5+08:00", 0.5), ("1970-01-01 08:00:00+0800", 0),
      ("1970-01-01T00:00:00-00:30", 1_800), ("1970-01-01T08+08", nil), ("1970-01-01T08:00+08", 0),
      ("1970-02-30T00:00:00Z", nil), ("1970-01-01T24:00:00Z", nil), ("1970-01-01T00:60:00Z", nil),
      ("1970-01-01T00:00:00.Z", nil), ("1970-01-01T00:00:00ZZ", nil), ("70-01-01", nil),
      ("1970-01-01T00:00:00+99:00", nil), ("", nil), ("1970-01-01T", nil), ("1970-01-01Z", nil),
    ] as [(String, Double?)])
  func readsInstants(_ text: String, _ seconds: Double?) {
    #expect(ISO8601.parse(text)?.timeIntervalSince1970 == seconds)
  }
}
