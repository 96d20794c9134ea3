import Foundation
import PantauTestSupport
import Testing

@testable import PantauHTTP

/// Files in `Fixtures/codings`, named after the `Content-Encoding` that they are sent with.
///
/// Each holds `document.xml`. Made by Python's zlib and brotli and by the zstd command.
@Suite("Content codings", .timeLimit(.minutes(1)))
struct ContentCodingTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/codings")
  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0 != "document.xml" }.sorted()
  }()

  private static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  private func body(_ bytes: [UInt8], coding: String, _ limits: FetchLimits = FetchLimits())
    async throws -> [UInt8]
  {
    let server = try LoopbackServer { _ in
      .status(200, headers: [("Content-Encoding", coding)], body: bytes)
    }
    let request = FetchRequest.test(server.url()).with { $0.limits = limits }
    return try await Fetcher().fetch(request).response.body
  }

  @Test("a body is unpacked, however it was packed", arguments: files)
  func unpacks(_ file: String) async throws {
    let coding = String(file.prefix { $0 != "." })
    #expect(try await body(Self.bytes(file), coding: coding) == Self.bytes("document.xml"))
  }

  @Test("all kinds are offered, and there are files of each")
  func offers() {
    #expect(ContentCoding.offered == "deflate, gzip, br, zstd")
    for name in ["deflate", "gzip", "br", "zstd"] {
      #expect(Self.files.contains { $0.hasPrefix("\(name).") })
    }
  }

  @Test("names are taken whatever their case, and identity is none")
  func names() async throws {
    let file = try Self.bytes("gzip.gz")
    #expect(try await body(file, coding: "X-GZip, identity") == Self.bytes("document.xml"))
  }

  @Test("a whole gzip file is unpacked in one go; one of two members, or cut off, is not")
  func atOnce() throws {
    let room = UnpackingRoom()
    let file = try Self.bytes("gzip.gz")
    #expect(room.gzipMember(file).map(Array.init) == (try Self.bytes("document.xml")))
    #expect(room.gzipMember(try Self.bytes("gzip.two-members.gz")) == nil)
    #expect(room.gzipMember(file.dropLast(9) + [1, 0, 0, 0]) == nil)
    #expect(room.gzipMember([]) == nil)
  }

  @Test("what a packed body holds before it breaks off is for the parser", arguments: files)
  func cutOff(_ file: String) async throws {
    let packed = try Self.bytes(file)
    let coding = String(file.prefix { $0 != "." })
    let body = try await body(Array(packed.dropLast(packed.count / 4)), coding: coding)
    #expect(try Self.bytes("document.xml").starts(with: body))
  }

  @Test("a damaged body is refused, with its coding", arguments: ["gzip", "deflate", "br", "zstd"])
  func damaged(_ coding: String) async throws {
    let file = try #require(Self.files.first { $0.hasPrefix("\(coding).") })
    var packed = try Self.bytes(file)
    for place in 20..<60 { packed[place] ^= 0x5A }
    let error = await #expect(throws: TransferError.self) {
      try await body(packed, coding: coding)
    }
    #expect(error?.kind == .badEncoding)
  }

  @Test("an unknown coding is named, beside what was offered")
  func unknown() async throws {
    let error = await #expect(throws: TransferError.self) { try await body([1], coding: "pack200") }
    #expect(error?.message.contains("Content-Encoding is pack200") == true)
    #expect(error?.message.contains("deflate, gzip, br, zstd was offered") == true)
  }

  @Test("a large body is unpacked as it comes, and is the same")
  func large() async throws {
    let large = (0..<900_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    #expect(try await body(Deflate.gzip(large), coding: "gzip") == large)
    #expect(try await body(Deflate.zlib(large), coding: "deflate") == large)
  }

  @Test("a bomb below the default limit ends after a few hundred kilobytes")
  func bomb() async throws {
    let head = Answer.head(200, [("Content-Encoding", "gzip")])
    let server = try LoopbackServer { _ in
      Answer(steps: [.send(head + Deflate.bombHead), .sendForEver(Deflate.bombPart)])
    }
    let result = try await Fetcher().fetch(.test(server.url()))
    #expect(result.error?.kind == .tooLarge)
    #expect(result.bytesReceived < 600_000)
  }
}
