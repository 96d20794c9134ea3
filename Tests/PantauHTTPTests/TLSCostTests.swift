import Foundation
import PantauHTTP
import PantauTestSupport
import Testing

/// Whether a sanitizer is built in.
private let isSanitized =
  dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

/// Whether `scripts/bench tls` asks: beside a thousand other tests on a few cores a figure of CPU time says
/// as much about their caches as about TLS.
private let isBenchmark = ProcessInfo.processInfo.environment["PANTAU_BENCH"] != nil

@Suite(
  "The cost of TLS", .timeLimit(.minutes(1)),
  .enabled(if: isBenchmark, "scripts/bench tls measures it by itself"),
  .enabled(if: NginxServer.canRun, "nginx or openssl is missing; scripts/test installs them"),
  .disabled(if: isSanitized, "a sanitizer costs more than what is measured"))
struct TLSCostTests {
  /// The system's authorities and the tests' own in one file, as the daemon would have it.
  private func authorities(in folder: TemporaryFolder) throws -> String {
    let own = try Data(contentsOf: URL(fileURLWithPath: TestCertificates.shared.authority))
    let system = try? Data(contentsOf: URL(fileURLWithPath: "/etc/ssl/certs/ca-certificates.crt"))
    return try folder.write((system ?? Data()) + own, to: "bundle.pem")
  }

  /// CPU seconds that the calling thread has used.
  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("a verified connection, session not resumed, takes under 3 ms of CPU")
  func handshake() async throws {
    let rounds = 40
    let folder = try TemporaryFolder()
    let server = try NginxServer(
      [
        .init(
          offersHTTP2: false,
          directives: "keepalive_timeout 0; ssl_session_tickets off; ssl_session_cache off;")
      ], files: ["f": [1]])
    let box = ResultBox()
    let seconds = AsyncStream<Double>.makeStream()
    // Handed out on the fetch thread: its own clock, so that other tests do not count.
    let fetcher = try Fetcher(
      configuration: FetcherConfiguration(caFile: try authorities(in: folder))
    ) { result in
      seconds.continuation.yield(Self.threadSeconds())
      box.add(result)
    }
    for _ in 0..<rounds {
      #expect(fetcher.submit(.test(server.url("/f"))))
      #expect(await box.next(1).first?.error == nil)
    }
    seconds.continuation.finish()
    var clock: [Double] = []
    for await second in seconds.stream { clock.append(second) }
    let log = try await server.log(rounds)
    #expect(log.count == rounds)
    #expect(log.allSatisfy { !$0.sessionReused })
    // The first one reads the authorities, which is paid once a day. The median, for a busy
    // machine's caches make single ones dear.
    let each = zip(clock.dropFirst(), clock).map { ($0 - $1) * 1_000 }.sorted()
    let milliseconds = try #require(each.dropFirst(each.count / 2).first)
    print("bench tls_handshake_cpu_ms \(String(format: "%.2f", milliseconds))")
    #expect(milliseconds < 3)
  }
}
