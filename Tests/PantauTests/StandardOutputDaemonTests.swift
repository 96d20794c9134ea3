import Foundation
import Glibc
import PantauCore
import PantauTestSupport
import Testing

@Suite("Standard output that nobody reads")
struct StandardOutputDaemonTests {
  /// A feed with so many new items at each poll.
  private func server(items: Int) throws -> LoopbackServer {
    let polls = Monitor(0)
    return try LoopbackServer { _ in
      let poll = polls.update { polls in
        polls += 1
        return polls
      }
      let titles = (0..<items).map { "Bontang \($0) " + String(repeating: "x", count: 200) }
      return .ok(Site.rss(titles, prefix: "p\(poll)-"))
    }
  }

  /// Runs the daemon into a pipe to a program, until the feed was asked five times.
  private func run(
    into reader: String, _ server: LoopbackServer
  ) async throws -> (shell: RunningProgram, process: pid_t, site: Site) {
    let site = try Site(
      feeds: #"[{"url": "\#(server.url("/rss"))", "interval": "1s"}]"#,
      rest: #", "channels": {"stdout": {"type": "stdout", "format": "json"}}"#)
    let shell = try RunningProgram(
      "/bin/sh",
      ["-c", "(\"$PANTAU\" run --config \"$CONFIG\" & echo $! >\"$PIDFILE\"; wait) | \(reader)"],
      environment: [
        "PATH": "/usr/bin:/bin", "TZ": "UTC", "PANTAU": RunningPantau.binary.path,
        "CONFIG": site.config, "PIDFILE": site.folder.file("pid"),
      ])
    await server.waitForRequests(5)
    let text = try String(contentsOfFile: site.folder.file("pid"), encoding: .utf8)
    let process = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    return (shell, process, site)
  }

  /// The daemon ends: it would hang for good if it waited for its reader.
  ///
  /// Its five seconds are longer where many tests run.
  private func stop(_ shell: RunningProgram, _ process: pid_t) async {
    let start = MonotonicInstant.now
    kill(process, SIGTERM)
    #expect(await shell.waitForLog { $0.contains { $0.contains("stopped") } })
    #expect(MonotonicInstant.now.seconds(since: start) < 30)
    shell.send(SIGKILL)
  }

  @Test("`pantau run | head -n 1`: the pipe closes, polling goes on, and the log says so")
  func closed() async throws {
    let server = try server(items: 3)
    let (shell, process, site) = try await run(into: "head -n 1", server)
    #expect(await shell.waitForLog { $0.contains { $0.contains("nobody reads standard output") } })
    #expect(shell.output.count == 1)
    await stop(shell, process)
    withExtendedLifetime(site) {}
  }

  @Test("a pipe that is full and never read holds up neither polling nor the end")
  func full() async throws {
    let server = try server(items: 300)
    let (shell, process, site) = try await run(into: "sleep 60", server)
    #expect(shell.output == [])
    await stop(shell, process)
    withExtendedLifetime(site) {}
  }
}
