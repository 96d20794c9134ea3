import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauMatch
import PantauStore

/// `pantau backtest`: what keywords would have raised on the archive.
struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Shows what a query or keyword would have raised on the archive.",
    usage: """
      pantau backtest QUERY [--since 30d]
      pantau backtest --keyword NAME [--since 30d]
      pantau backtest --config NEW.json [--diff] [--since 30d]
      """,
    discussion: """
      Alerts by day of arrival, the feeds they come from, the meanings, and the ten youngest. \
      Without QUERY and --keyword all keywords of the configuration are tried. The archive is that \
      of the configuration; that of the running one where a new configuration has none, and with \
      --diff. Filters of channels and mutes are left out of account.

      Examples:
        pantau backtest 'banjir* NOT simulasi' --since 30d
        pantau backtest --keyword PBB
        pantau backtest --config new.json --diff
        pantau backtest --config new.json --max-per-day 50 --json
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: ArgumentHelp("A keyword of the configuration.", valueName: "name"))
  var keyword: String?

  @Option(help: "Items of the last so long (24h, 30d), or since a date; else all.")
  var since: String?

  @Option(help: "What ~ stems by, for QUERY.")
  var language = "id"

  @Flag(help: "Compare the running configuration with the one that --config names.")
  var diff = false

  @Option(help: ArgumentHelp("Ends with 1 where a day has more alerts.", valueName: "n"))
  var maxPerDay: Int?

  @Flag(help: "One JSON object; with --diff one for each change before it.")
  var json = false

  @Argument(help: "The query.")
  var query: String?

  func validate() throws {
    if let since { _ = try SinceOption.date(since, now: Date()) }
    if let maxPerDay, maxPerDay < 0 {
      throw ValidationError("--max-per-day takes a number of at least 0, not \(maxPerDay).")
    }
    if query != nil && keyword != nil {
      throw ValidationError("Give a query or --keyword, not both.")
    }
    if diff && (query != nil || options.config == nil) {
      throw ValidationError(
        "--diff compares the running configuration with a new one: name that with --config, and "
          + "give no query.")
    }
  }

  func run() async throws {
    if let query { _ = try Query.read(definition(of: query)) }
    let configuration = try options.loadForReading().configuration
    let definitions = try definitions(in: configuration)
    let running = diff ? try ConfigurationOptions.loadRunning().configuration : nil
    let store = try Store.opened(forReading: database(configuration, running))
    let feeds = try Fault.failing { () throws(StoreError) in try store.archivedFeeds() }
    let since = try self.since.map { try SinceOption.date($0, now: Date()) }
    let walk = ArchiveWalk(store, since: since, feeds: feeds)
    let tally: BacktestTally
    if let running {
      var comparison = BacktestDifference(feeds: feeds, json: json)
      let old = try Self.matcher(oldDefinitions(in: running))
      let new = try Self.matcher(definitions)
      try await walk.forEach { input in
        BacktestDifference.Outcomes(
          before: old.outcome(for: input, excerpts: false),
          after: new.outcome(for: input, excerpts: false))
      } _: {
        try comparison.add($0, $1)
      }
      try comparison.printSummary()
      tally = comparison.newTally
    } else {
      var counted = BacktestTally()
      let matcher = try Self.matcher(definitions)
      try await walk.forEach {
        matcher.outcome(for: $0, excerpts: false)
      } _: {
        counted.add($0, $1)
      }
      counted.writeExcerpts(matcher, feeds)
      tally = counted
      let report = BacktestReport(tally: tally, definitions: definitions, feeds: feeds)
      if json { try StandardStream.printLine(report.object) }
      for line in json ? [] : report.lines { try StandardStream.printLine(line) }
    }
    try holdLimit(tally)
  }

  private func definition(of query: String) -> KeywordDefinition {
    KeywordDefinition(name: query, query: query, language: language)
  }

  private func definitions(in configuration: Configuration) throws -> [KeywordDefinition] {
    if let query { return [definition(of: query)] }
    if let keyword { return [KeywordDefinition(try configuration.keyword(named: keyword))] }
    return configuration.keywords.map(KeywordDefinition.init)
  }

  /// A keyword that is new is in no old configuration.
  private func oldDefinitions(in running: Configuration) -> [KeywordDefinition] {
    running.keywords.filter { keyword == nil || $0.name == keyword }.map(KeywordDefinition.init)
  }

  private static func matcher(_ definitions: [KeywordDefinition]) throws -> Matcher {
    do throws(KeywordError) {
      return try Matcher(definitions)
    } catch {
      throw Fault(.usage, error.description)
    }
  }

  private func database(_ configuration: Configuration, _ running: Configuration?) -> String {
    if let running { return running.database }
    guard options.config != nil, !Store.exists(at: configuration.database),
      let other = try? ConfigurationOptions.loadRunning().configuration.database,
      Store.exists(at: other)
    else { return configuration.database }
    return other
  }

  private func holdLimit(_ tally: BacktestTally) throws {
    guard let maxPerDay, let busiest = tally.busiest, busiest.alerts > maxPerDay else { return }
    throw Fault(
      .failed,
      "\(BacktestReport.day(busiest.day)) has \(busiest.alerts.of("alert")), more than the \(maxPerDay) "
        + "that --max-per-day allows.")
  }
}
