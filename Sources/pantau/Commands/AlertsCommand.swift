import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauDeliver
import PantauStore

/// `pantau alerts`: the alert log.
struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "Reads the alert log, oldest first.",
    discussion: """
      Lists every alert unless --since or --limit say less. Works while the daemon runs.

      Examples:
        pantau alerts --since 24h
        pantau alerts --keyword Bontang --limit 20
        pantau alerts --since 2026-11-01 --json
        pantau alerts --limit 0 --follow
        pantau alerts --since 24h --copies
        pantau alerts --since 7d --delays
        pantau alerts --since 30d --surges
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "Alerts of the last so long (24h, 30d), or since a date (2026-11-01).")
  var since: String?

  @Option(help: "Alerts that this keyword raised.")
  var keyword: String?

  @Option(help: "Alerts of the feed of this name or URL.")
  var feed: String?

  @Option(help: "At most so many, the youngest.")
  var limit: Int?

  @Flag(help: "Go on with new alerts as they come, until interrupted.")
  var follow = false

  @Flag(
    help: "With each alert all items of its story, how alike they are and what they are silent for."
  )
  var copies = false

  @Flag(
    help: """
      How long alerts took: published, seen, raised, sent by channel. Median and percentiles; with \
      --json each alert's own.
      """)
  var delays = false

  @Flag(help: "The surges of keywords instead of the alerts.")
  var surges = false

  @Flag(help: "One JSON object a line.")
  var json = false

  /// How often a followed log is looked at.
  private static let followInterval: Duration = .milliseconds(500)

  func validate() throws {
    if let limit, limit < 0 {
      throw ValidationError("--limit takes a number of at least 0, not \(limit).")
    }
    if let since { _ = try SinceOption.date(since, now: Date()) }
    if delays, copies || follow {
      throw ValidationError("--delays goes with neither --copies nor --follow.")
    }
    if surges, copies || follow || delays || feed != nil || limit != nil {
      throw ValidationError("--surges goes with --since, --keyword and --json alone.")
    }
  }

  func run() async throws {
    let configuration = try options.loadForReading().configuration
    let store = try Store.opened(forReading: configuration.database)
    var filter = AlertFilter(keyword: keyword, feed: feed, limit: limit)
    filter.since = try since.map { try SinceOption.date($0, now: Date()) }
    let text = AlertText.onTerminal()
    if surges {
      if try !printSurges(store, filter, text) { noteNone("surge", configuration) }
      return
    }
    if delays { return try printDelays(store, filter) }
    var last = try Fault.failing { () throws(StoreError) in try store.lastAlertSequence() }
    let shown = try print(store, filter, text)
    if shown == 0, limit != 0, !follow { noteNone("alert", configuration) }
    filter.limit = nil
    while follow {
      try await Task.sleep(for: Self.followInterval)
      filter.after = last
      last = max(last, try print(store, filter, text))
    }
  }

  /// Nothing shown may be a slip in a name as well.
  private func noteNone(_ what: String, _ configuration: Configuration) {
    guard !json else { return }
    let names = configuration.keywords.map(\.name)
    if let keyword, !names.contains(keyword) {
      let near = NearestName.of(keyword, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
      StandardStream.note("the log has no \(what) of a keyword \"\(keyword)\"\(near)")
    } else {
      let isAll = since == nil && keyword == nil && feed == nil
      StandardStream.note("the log has no \(what) \(isAll ? "yet" : "of that kind")")
    }
  }

  private func print(_ store: Store, _ filter: AlertFilter, _ text: AlertText) throws -> Int64 {
    let alerts = try Fault.failing { () throws(StoreError) in try store.alerts(filter) }
    for alert in alerts {
      let members = copies ? try members(of: alert, store) : []
      if json {
        try StandardStream.printLine(copies ? alert.json(with: members) : alert.json)
      } else {
        try StandardStream.printLine(text.line(of: alert))
        for member in members { try StandardStream.printLine("    " + member.line) }
      }
    }
    return alerts.last?.sequence ?? 0
  }

  private func members(of alert: LoggedAlert, _ store: Store) throws -> [StoryMember] {
    try Fault.failing { () throws(StoreError) in
      guard let story = try store.story(ofAlert: alert.sequence) else { return [] }
      return try store.members(ofStory: story)
    }
  }

  private func printDelays(_ store: Store, _ filter: AlertFilter) throws {
    let alerts = try Fault.failing { () throws(StoreError) in try store.alerts(filter) }
    var report = DelayReport()
    for alert in alerts {
      let sendings = try Fault.failing { () throws(StoreError) in
        try store.sendings(ofAlert: alert.sequence)
      }
      guard let times = AlertTimes(alert, sendings) else { continue }
      if json { try StandardStream.printLine(alert.json(with: times)) } else { report.add(times) }
    }
    for line in json ? [] : report.lines { try StandardStream.printLine(line) }
  }

  /// Whether there were any.
  private func printSurges(
    _ store: Store, _ filter: AlertFilter, _ text: AlertText
  ) throws -> Bool {
    let surges = try Fault.failing { () throws(StoreError) in
      try store.surges(since: filter.since, keyword: filter.keyword)
    }
    for surge in surges {
      try StandardStream.printLine(json ? surge.object : text.line(of: OutgoingMessage(surge)))
    }
    return !surges.isEmpty
  }
}

extension AlertText {
  /// The line of an alert of the log, with who acknowledged or muted it; the object itself where it
  /// makes no sense.
  func line(of logged: LoggedAlert) -> String {
    guard let alert = logged.alert else { return logged.object }
    var parts = [line(of: alert)]
    if let seen = logged.acknowledgement {
      parts.append("acknowledged by \(seen.author)" + (seen.note.map { ": \($0)" } ?? ""))
    }
    if let mute = logged.mute {
      parts.append("muted by \(mute.author)" + (mute.reason.map { ": \($0)" } ?? ""))
    }
    return parts[0] + parts.dropFirst().map { " | " + DisplayText.safe($0) }.joined()
  }
}

extension LoggedAlert {
  /// The object with one member more: `copies`.
  fileprivate func json(with members: [StoryMember]) -> String {
    var writer = JSONWriter()
    writer.array { for member in members { member.write(to: &$0) } }
    return json.dropLast() + ",\"copies\":" + writer.text + "}"
  }

  /// The object with one member more: `delays`.
  fileprivate func json(with times: AlertTimes) -> String {
    var writer = JSONWriter()
    times.write(to: &writer)
    return json.dropLast() + ",\"delays\":" + writer.text + "}"
  }
}
