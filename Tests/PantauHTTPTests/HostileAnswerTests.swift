import PantauHTTP
import PantauTestSupport
import Testing

@Suite("Hostile answers", .timeLimit(.minutes(2)))
struct HostileAnswerTests {
  /// A proper answer in chunks and compressed, so that each layer has something to be damaged.
  private static let answer: [UInt8] = {
    let body = Deflate.gzip(Array("Banjir di Bontang surut, warga kembali ke rumah.".utf8))
    let head = Answer.head(
      200,
      [
        ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("ETag", "\"a\""),
        ("Content-Type", "text/xml"),
      ])
    let chunks = [body.prefix(20), body.dropFirst(20)].flatMap { chunk in
      Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
    }
    return head + chunks + Array("0\r\n\r\n".utf8)
  }()

  /// Fetches what the server makes of each number, many at once; every fetch has to end.
  private func fetchAll(_ count: Int, _ script: @escaping @Sendable (Int) -> [UInt8]) async throws
    -> [Int: FetchResult]
  {
    let server = try LoopbackServer { .raw(script(Int($0.path.dropFirst()) ?? 0)) }
    let fetcher = try Fetcher(configuration: FetcherConfiguration(concurrency: 32))
    return await withTaskGroup(of: (Int, FetchResult).self) { group in
      for number in 0..<count {
        group.addTask { (number, await fetcher.fetch(.test(server.url("/\(number)")))) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  @Test("cut off after any byte are refused, and only the whole one is taken")
  func truncated() async throws {
    let answer = Self.answer
    let results = try await fetchAll(answer.count + 1) { Array(answer.prefix($0)) }
    #expect(results.count == answer.count + 1)
    for (length, result) in results {
      // The last line end is the end of the trailers: without it nothing of the body is missing.
      if length == answer.count { #expect(result.error == nil) }
      if length < answer.count - 2 { #expect(result.error != nil, "\(length)") }
      #expect(result.error?.kind != .timeout, "\(length)")
    }
  }

  @Test("with any byte changed end in a response or a clear error")
  func flipped() async throws {
    let answer = Self.answer
    for change: UInt8 in [0x01, 0x20, 0x80, 0xff] {
      let results = try await fetchAll(answer.count) { number in
        var bytes = answer
        bytes[number] ^= change
        return bytes
      }
      #expect(results.count == answer.count)
      for (position, result) in results {
        if let error = result.error {
          #expect(error.kind != .timeout && error.kind != .cancelled, "\(position): \(error)")
          #expect(error.message.hasPrefix("http://127.0.0.1:"))
        } else {
          #expect(try result.response.body.count <= 1_000)
        }
      }
    }
  }
}
