import ArgumentParser
import PantauConfig
import PantauCore
import PantauStore

/// `pantau check`: whether the configuration can be used, and what is wrong with it.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks the configuration: every fault with its place and what to write instead.",
    discussion: """
      Ends with 0 where the configuration can be used (warnings do not matter), else with 78.

      Examples:
        pantau check
        pantau check --config /etc/pantau/config.json
        pantau check --json | jq .line
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "One JSON object a line for each problem.")
  var json = false

  func run() throws {
    let loader = ConfigurationLoader.standard(secretsMustBeReadable: false)
    let loaded: LoadedConfiguration
    do throws(ConfigurationError) {
      loaded = try loader.load(try loader.locate(option: options.config))
    } catch {
      guard case .invalid(let problems) = error else {
        throw Fault(.badConfiguration, error.description)
      }
      report(problems)
      throw Fault(.badConfiguration, json ? "" : Self.count(problems))
    }
    report(loaded.warnings + Self.slowed(loaded))
    if !json { try StandardStream.printLine(Self.summary(loaded)) }
  }

  private func report(_ problems: [ConfigurationProblem]) {
    for problem in problems {
      if json {
        var writer = JSONWriter()
        problem.write(to: &writer)
        try? StandardStream.printLine(writer.bytes)
      } else {
        StandardStream.error.write(problem.description + "\n")
      }
    }
  }

  /// The feeds that their servers' hints, or the floor of 30 minutes, keep from being polled every 10
  /// minutes, as far as a database knows them.
  private static func slowed(_ loaded: LoadedConfiguration) -> [ConfigurationProblem] {
    let settings = loaded.configuration
    guard let feeds = try? Store(readingFrom: settings.database).activeFeeds() else { return [] }
    let stored = Dictionary(feeds.map { ($0.url, $0) }, uniquingKeysWith: { first, _ in first })
    return settings.feeds.enumerated().compactMap { index, feed in
      guard let stored = stored[feed.url],
        let sentence = PollExplanation(stored, feed, settings.polling)?.slowedSentence
      else { return nil }
      return ConfigurationProblem(
        file: loaded.path, path: "feeds[\(index)]", what: feed.shownURL, advice: sentence,
        severity: .warning)
    }
  }

  private static func summary(_ loaded: LoadedConfiguration) -> String {
    let settings = loaded.configuration
    let parts = [
      settings.feeds.count.of("feed"), settings.keywords.count.of("keyword"),
      settings.channels.count.of("channel"),
    ]
    return "\(loaded.path) is right: \(parts.joined(separator: ", ")); "
      + "database \(settings.database)"
  }

  private static func count(_ problems: [ConfigurationProblem]) -> String {
    "\(problems.count { $0.severity == .error }.of("error")) in the configuration"
  }
}

extension ConfigurationProblem {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("file")
      $0.value(file)
      $0.name("line")
      $0.value(position?.line)
      $0.name("column")
      $0.value(position?.column)
      $0.name("path")
      $0.value(path)
      $0.name("severity")
      $0.value(severity.rawValue)
      $0.name("problem")
      $0.value(what)
      $0.name("advice")
      $0.value(advice)
    }
  }
}
