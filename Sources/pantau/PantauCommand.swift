import ArgumentParser
import Glibc

/// The command line: one subcommand for each thing a person does with pantau.
@main
struct PantauCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pantau",
    abstract: "Watches news feeds and tells you when a keyword appears.",
    discussion: """
      Feeds and keywords are written in config.json; `pantau check` says what is wrong with it.

      Examples:
        pantau run --config config.json      watch, and print alerts
        pantau run --once                    ask every feed once, then end
        pantau alerts --since 24h            what was found in the last day
        pantau feeds --failing               which feeds have trouble

      Exit codes: 0 done, 1 failed, 64 wrong use, 66 input cannot be read, 78 bad configuration.
      """,
    version: Version.current,
    subcommands: [
      RunCommand.self, CheckCommand.self, AlertsCommand.self, FeedsCommand.self,
      SearchCommand.self, ItemCommand.self, EvidenceCommand.self, DumpCommand.self,
      BackupCommand.self,
      RestoreCommand.self,
      ExplainCommand.self, BacktestCommand.self, ParseCommand.self, SimulateCommand.self,
      DiscoverCommand.self, ImportCommand.self, ExportCommand.self,
      DeliveriesCommand.self, MuteCommand.self, UnmuteCommand.self, TestAlertCommand.self,
      AckCommand.self, MetricsCommand.self,
      DoctorCommand.self,
    ])

  static func main() async {
    // A reader that goes away (`pantau alerts | head`) is an error of write(2), not a death.
    signal(SIGPIPE, SIG_IGN)
    do {
      if let plain = FeedPrinter.plain(Array(CommandLine.arguments.dropFirst())) {
        return try plain.printer.print(plain.files)
      }
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let fault as Fault {
      fault.exit()
    } catch {
      exit(withError: error)
    }
  }
}
