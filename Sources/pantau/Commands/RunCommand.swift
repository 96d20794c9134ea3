import ArgumentParser
import FoundationEssentials
import Logging
import PantauConfig

/// `pantau run`: the daemon.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Polls the feeds when they are due and raises alerts, until stopped.",
    discussion: """
      Alerts go to the channels of the configuration (without any: to standard output), the log to \
      standard error. SIGHUP reads the configuration again; SIGTERM or SIGINT end the run, with 0.

      Examples:
        pantau run --config config.json
        pantau run --once                 every feed once, due or not, then end
        pantau run --log-level debug      each step of each poll
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Poll every feed once, try each waiting delivery once, and end.")
  var once = false

  @Option(help: "The least level of the log: debug, info, notice, warning or error.")
  var logLevel = "info"

  func validate() throws {
    guard Logger.Level(rawValue: logLevel) == nil else { return }
    throw ValidationError(
      "--log-level takes debug, info, notice, warning or error, not \"\(logLevel)\".")
  }

  func run() async throws {
    MemoryArenas.share()
    let environment = ProcessInfo.processInfo.environment
    let level = Logger.Level(rawValue: logLevel) ?? .info
    LoggingSystem.bootstrap { _ in
      StandardErrorLog(level: level, format: LogFormat(environment: environment))
    }
    let loader = ConfigurationLoader.standard(secretsMustBeReadable: true)
    let loaded = try options.load(loader)
    LocalTime.use(zone: loaded.configuration.zone)
    let daemon = try Daemon(
      loaded, loader: loader, notifier: SystemdNotifier(environment: environment),
      environment: environment)
    try await once ? daemon.runOnce() : daemon.run()
  }
}
