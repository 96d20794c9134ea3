import ArgumentParser
import PantauCore

/// `pantau simulate`: the scheduler on a recorded trace.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Replays a trace through the scheduler: delays and requests beside other rules.",
    discussion: """
      The trace is a CSV file with the header feed,published: one row an item, times in ISO 8601. \
      Every rule gets as many requests as pantau's own.

      Examples:
        pantau simulate trace.csv
        pantau simulate trace.csv --requests-per-hour 240 --json
      """)

  @Option(help: "The request budget of all feeds together; four an hour for each without it.")
  var requestsPerHour: Double?

  @Flag(help: "One JSON object a line for each rule.")
  var json = false

  @Argument(help: "The trace, or - for standard input.")
  var file: String

  /// The longest trace that is read, in bytes.
  private static let maxBytes = 1_000_000_000

  func validate() throws {
    guard let requestsPerHour, !(requestsPerHour > 0 && requestsPerHour < 1e9) else { return }
    throw ValidationError("--requests-per-hour takes a number above 0.")
  }

  func run() throws {
    let bytes = try InputFile.read(file, maxBytes: Self.maxBytes)
    do throws(TraceError) {
      let rules = PollingRules(requestsPerHour: requestsPerHour)
      let report = Simulation(trace: try Trace(csv: bytes), rules: rules).report()
      for line in json ? report.jsonLines : report.lines {
        StandardStream.output.write(line + "\n")
      }
    } catch {
      throw Fault(.failed, "\(file): \(error.text)")
    }
  }
}
