import Foundation
import PantauCore
import PantauParse
import Testing

/// A small generator with a seed, so that a failure can be seen again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Damaged feeds")
struct MutationTests {
  @Test("Cut off anywhere, every item complete before the cut is kept")
  func truncationKeepsItems() throws {
    let items = (0..<6).map { number in
      "<item><title><![CDATA[Judul \(number) & lagi]]></title><link>https://a.example/\(number)</link>"
        + "<description>&lt;p&gt;Isi \(number)&lt;/p&gt;</description></item>\n"
    }
    let head = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>T</title>\n"
    let whole = Array((head + items.joined() + "</channel></rss>").utf8)
    let full = try FeedParser.parse(whole, contentType: nil, url: nil)
    for cut in head.utf8.count..<whole.count {
      let part = Array(whole[..<cut])
      let feed = try FeedParser.parse(part, contentType: nil, url: nil)
      let complete = (cut - head.utf8.count) / items[0].utf8.count
      #expect(feed.items.count >= min(complete, 6), "cut at \(cut)")
      #expect(
        Array(full.items.prefix(min(complete, 6))) == Array(feed.items.prefix(min(complete, 6))))
      #expect(!feed.isComplete || cut >= whole.count - 6, "cut at \(cut)")
    }
  }

  @Test("No damage to a fixture crashes, and what comes out can be written", arguments: Fixture.all)
  func damageIsHarmless(_ fixture: Fixture) {
    var generator = SeededGenerator(state: UInt64(fixture.name.utf8.count) &* 7_919)
    for _ in 0..<60 {
      let body = Mutation.damaged(fixture.body, using: &generator)
      #expect(Mutation.faults(in: body) == [])
    }
  }

  @Test(
    "Fuzzing for as long as asked finds nothing",
    .enabled(if: Mutation.fuzzSeconds != nil, "set PANTAU_FUZZ_SECONDS; scripts/fuzz does"))
  func fuzz() throws {
    let seconds = try #require(Mutation.fuzzSeconds)
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["PANTAU_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let last = environment["PANTAU_FUZZ_LAST"] ?? ""
    var generator = SeededGenerator(state: seed)
    let end = ContinuousClock.now + .seconds(seconds)
    let bodies = Fixture.all.map(\.body)
    var rounds = 0
    while ContinuousClock.now < end {
      var body = bodies[Int(generator.next() % UInt64(bodies.count))]
      for _ in 0..<(1 + generator.next() % 4) { body = Mutation.damaged(body, using: &generator) }
      if generator.next() % 8 == 0 {
        body = Mutation.spliced(
          body, bodies[Int(generator.next() % UInt64(bodies.count))], using: &generator)
      }
      // The input is on disk before it is read, so that a crash leaves it behind; so does a fault,
      // which ends the search.
      if !last.isEmpty { try Data(body).write(to: URL(fileURLWithPath: last)) }
      let faults = Mutation.faults(in: body)
      try #require(faults.isEmpty)
      rounds += 1
    }
    print("fuzz parser: \(rounds) inputs, seed \(seed)")
    #expect(rounds > 0)
  }
}

/// Ways of damaging a body.
enum Mutation {
  static let fuzzSeconds = ProcessInfo.processInfo.environment["PANTAU_FUZZ_SECONDS"].flatMap(
    Int.init)

  private static let pieces: [String] = [
    "<", ">", "&", "]]>", "<![CDATA[", "<!--", "-->", "<?", "?>", "</", "/>", "<item>", "</item>",
    "&#", "&#xD800;", "&amp;", "&lt;", "<!DOCTYPE x [", "]>", "\"", "'", "=", "\u{0}", "\u{FEFF}",
    "xmlns:a=\"b\"", "<_>", "</_>", "<entry>", "<content type=\"xhtml\">", "{", "[", "\\u12",
  ]

  static func damaged(_ body: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    var body = body
    guard !body.isEmpty else {
      return Array(pieces[Int(generator.next() % UInt64(pieces.count))].utf8)
    }
    let at = Int(generator.next() % UInt64(body.count))
    switch generator.next() % 7 {
    case 0: body.removeSubrange(at...)
    case 1: body[at] ^= UInt8(1 << (generator.next() % 8))
    case 2: body[at] = UInt8(truncatingIfNeeded: generator.next())
    case 3: body.removeSubrange(at..<min(body.count, at + 1 + Int(generator.next() % 40)))
    case 4: body.insert(contentsOf: body[at..<min(body.count, at + 60)], at: at)
    case 5: body.removeSubrange(..<at)
    default:
      let piece = pieces[Int(generator.next() % UInt64(pieces.count))]
      body.insert(contentsOf: piece.utf8, at: at)
    }
    return body
  }

  static func spliced(
    _ left: [UInt8], _ right: [UInt8], using generator: inout SeededGenerator
  ) -> [UInt8] {
    let head = left.prefix(Int(generator.next() % UInt64(left.count + 1)))
    return Array(head) + right.dropFirst(Int(generator.next() % UInt64(right.count + 1)))
  }

  /// Reads a body and says what does not hold that must hold for any.
  static func faults(in body: [UInt8]) -> [String] {
    do throws(NotAFeed) {
      let feed = try FeedParser.parse(body, contentType: nil, url: "https://a.example/feed")
      var bytes: [UInt8] = []
      ParsedFeedJSON.write(feed, into: &bytes)
      var faults = feed.items.flatMap(emptyFields)
      if feed.items.count > ParseLimits.default.maxItems { faults.append("too many items") }
      if feed.warnings.count > ParseLimits.default.maxWarnings + 1 {
        faults.append("too many warnings")
      }
      if (try? JSONReader.read(bytes)) == nil { faults.append("the output is no JSON") }
      return faults
    } catch {
      return error.description.contains("\n") ? ["the message has several lines"] : []
    }
  }

  /// What is missing is null and never empty.
  private static func emptyFields(of item: Item) -> [String] {
    let fields = [
      ("title", item.title), ("summary", item.summary), ("content", item.content),
      ("url", item.url), ("guid", item.guid),
    ]
    let names = item.authors + item.categories + item.enclosures.map(\.url)
    return fields.filter { $0.1?.isEmpty == true }.map { "\($0.0) is empty" }
      + names.filter(\.isEmpty).map { _ in "an entry of a list is empty" }
  }
}
