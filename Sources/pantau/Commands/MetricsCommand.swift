import ArgumentParser
import PantauConfig
import PantauStore

/// `pantau metrics`: figures for a monitoring system.
struct MetricsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Prints metrics in the text format of Prometheus.",
    discussion: """
      How long alerts took (published, seen, raised, sent by channel) over the whole alert log, \
      and how many messages wait or are dead letters. Works while the daemon runs. For the \
      textfile collector of node_exporter, print to a new file and rename it, from a timer.

      Examples:
        pantau metrics
        pantau metrics > pantau.prom.new && mv pantau.prom.new pantau.prom
      """)

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let loaded = try options.loadForReading()
    let store = try Store.opened(forReading: loaded.configuration.database)
    let text = try Fault.failing { () throws(StoreError) in try MetricsText(of: store).text }
    try StandardStream.printLine(String(text.dropLast()))
  }
}
