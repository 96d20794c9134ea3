import Foundation
import PantauTestSupport
import Testing

@Suite("Killed during a storm of alerts")
struct KillTests {
  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("scripts/soak-kills").path

  /// `scripts/soak kills` does the same with hundreds of kills.
  @Test("20 kills, a receiver that fails a third of the time: none lost, one id each, in order")
  func kills() async throws {
    let python = try #require(Program.path(of: "python3"))
    let soak = try RunningProgram(
      python,
      [
        Self.script, "--kills", "20", "--seed", "11", "--burst", "2", "--longest", "1.2",
        "--binary", RunningPantau.binary.path,
      ], environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    // It says something at each kill, and every five seconds while the rest arrives.
    var count = 0
    while await soak.waitForOutput({ [count] in $0.count > count }) {
      count = soak.output.count
      if soak.output.last?.hasPrefix("pass") == true || soak.output.last == "done" { break }
    }
    #expect(await soak.exitCode() == 0, "\(soak.output.suffix(8)) \(soak.log.suffix(8))")
    #expect(soak.output.last?.hasPrefix("pass  none lost") == true)
    let alerts = soak.output.first { $0.contains(" alerts, ") }?.split(separator: " ").first
    #expect(alerts.flatMap { Int($0) } ?? 0 >= 24)
  }
}
