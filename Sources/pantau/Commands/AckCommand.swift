import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau ack`: somebody has seen an alert.
struct AckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack",
    abstract: "Acknowledges alerts, so that they do not go on to another channel.",
    discussion: """
      A channel with "acknowledge" and "then" passes an alert of high severity on when nobody \
      acknowledges it in time. `pantau alerts` shows who did.

      Examples:
        pantau ack 01KATX3V8Z6G4C1Q2M5N7P9R0S
        pantau ack 01K… 01K… --by humas --note "sudah dihubungi"
      """)

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "The alerts' ids.")
  var ids: [String]

  @Option(help: "Who acknowledges; else the name of the user.")
  var by: String?

  @Option(help: "A word on it.")
  var note: String?

  func run() throws {
    let store = try Store.opened(
      forWriting: try options.loadForReading().configuration.database)
    let acknowledgement = Acknowledgement(
      time: Date(), author: by ?? Author.ofProcess, note: note)
    var unknown: [String] = []
    for id in ids {
      let result = try Fault.failing { () throws(StoreError) in
        try store.acknowledge(id.uppercased(), acknowledgement)
      }
      switch result {
      case .done: try StandardStream.printLine("\(id) is acknowledged.")
      case .already(let earlier):
        try StandardStream.printLine(
          "\(id) was acknowledged by \(DisplayText.safe(earlier.author)) at "
            + "\(LocalTime.text(earlier.time)).")
      case .unknown: unknown.append(id)
      }
    }
    guard unknown.isEmpty else {
      throw Fault(
        .failed,
        "no alert has the id \(unknown.map(DisplayText.safe).joined(separator: ", ")); "
          + "`pantau alerts --json` shows ids.")
    }
  }
}
