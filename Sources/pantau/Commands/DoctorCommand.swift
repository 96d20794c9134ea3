import ArgumentParser
import FoundationEssentials

/// `pantau doctor`: what is wrong with this installation, and what to do.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examines configuration, database, feeds, channels, permissions, clock and keywords.",
    discussion: """
      Each line says what is so and what to do. Keywords that matched nothing in 30 days, or more \
      than a tenth of all items, are named with a likely cause. Reads the whole database.

      Ends with 1 where something is an error, else with 0.

      Examples:
        pantau doctor
        pantau doctor --json | jq -r 'select(.severity != "ok") | .subject'
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() throws {
    let findings = Doctor(options: options, now: Date()).findings()
    for finding in findings {
      try StandardStream.printLine(json ? finding.object : Array(finding.line.utf8))
    }
    if findings.contains(where: { $0.severity == .error }) { throw Fault(.failed, "") }
  }
}
