import Foundation
import PantauCore
import Testing

@testable import PantauEvidence

@Suite("WARC records")
struct WARCTests {
  private let noon = Date(millisecondsSince1970: 1_795_406_400_123)

  private func capture(whole: Bool, head: String?) -> Capture {
    let body = Array("<rss><channel><item>Bontang</item></channel></rss>".utf8)
    return Capture(
      kind: .feed, url: "https://example.org/rss?q=a b", receivedAt: noon,
      head: head.map { Array($0.utf8) }, bodyBytes: body.count, bodyDigest: Digest.sha256(body),
      isWhole: whole, content: Packing.pack(whole ? body[...] : body[..<14]))
  }

  private func files(_ evidence: Evidence) throws -> [String: String] {
    let made = EvidenceCase(
      alert: "01KDS", account: Array("{}".utf8), url: "https://example.org/1",
      captures: [evidence], software: "pantau/1", now: noon)
    return Dictionary(
      uniqueKeysWithValues: try made.files(isCompressed: false).map {
        ($0.name, String(decoding: $0.bytes, as: UTF8.self))
      })
  }

  @Test("a record byte for byte: fields, digests, length, and the two empty lines behind it")
  func bytes() {
    var record = WARCRecord(
      kind: .resource, id: "urn:uuid:1", date: noon, contentType: "application/xml",
      block: Array("abc".utf8), target: "https://example.org/a b\u{e9}")
    record.payloadStart = 0
    let digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(
      String(decoding: record.bytes, as: UTF8.self).split(
        separator: "\r\n", omittingEmptySubsequences: false)
        == [
          "WARC/1.1", "WARC-Type: resource", "WARC-Record-ID: <urn:uuid:1>",
          "WARC-Date: 2026-11-23T04:00:00.123Z",
          "WARC-Target-URI: https://example.org/a%20b%C3%A9", "WARC-Payload-Digest: \(digest)",
          "WARC-Block-Digest: \(digest)", "Content-Type: application/xml", "Content-Length: 3", "",
          "abc", "", "",
        ])
  }

  @Test("a whole answer is a response; fields of the bytes on the wire are set apart")
  func response() throws {
    let files = try files(
      Evidence(
        capture: capture(
          whole: true,
          head: "HTTP/2 200 \r\ncontent-encoding: gzip\r\nETag: \"1\"\r\ncontent-length: 7\r\n"),
        item: nil))
    let warc = try #require(files["evidence.warc"])
    #expect(warc.contains("WARC-Type: response\r\n"))
    #expect(warc.contains("WARC-Protocol: h2\r\n"))
    #expect(
      warc.contains(
        "\r\n\r\nHTTP/1.1 200 \r\nX-Archive-Orig-content-encoding: gzip\r\nETag: \"1\"\r\n"
          + "X-Archive-Orig-content-length: 7\r\n\r\n<rss>"))
    #expect(!warc.contains("WARC-Truncated"))
    #expect(files["feed-headers.txt"]?.contains("\r\ncontent-encoding: gzip\r\n") == true)
    #expect(files["feed.xml"]?.hasPrefix("<rss>") == true)
  }

  @Test(
    "of an item's own bytes the answer's head says that it is cut off, and they stand beside it")
  func item() throws {
    let files = try files(
      Evidence(
        capture: capture(whole: false, head: "HTTP/1.1 200 \r\n"),
        item: Packing.pack(Array("<item>Bontang</item>".utf8))))
    #expect(files["feed-item.xml"] == "<item>Bontang</item>")
    #expect(files["feed-start.xml"] == "<rss><channel>")
    let warc = try #require(files["evidence.warc"])
    let kinds = warc.components(separatedBy: "WARC-Type: ").dropFirst().map {
      String($0.prefix { $0.isLetter })
    }
    #expect(kinds == ["warcinfo", "response", "resource", "resource", "metadata"])
    #expect(warc.contains("WARC-Truncated: unspecified\r\n"))
  }

  @Test("record ids are UUIDs, and the same evidence has the same ones")
  func ids() throws {
    let id = WARCRecord.recordID("01KDS", "warcinfo")
    #expect(
      id.wholeMatch(
        of: /urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(id == WARCRecord.recordID("01KDS", "warcinfo"))
    #expect(id != WARCRecord.recordID("01KDS", "account"))
  }
}
