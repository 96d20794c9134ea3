import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau deliveries`: the outbox and the dead letters.
struct DeliveriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliveries",
    abstract: "Shows what waits to be delivered and what could not be; sends again, or lets go.",
    discussion: """
      Examples:
        pantau deliveries                          all of the outbox, oldest first
        pantau deliveries list --state dead        the dead letters
        pantau deliveries retry --channel redaksi  sends those of one again
        pantau deliveries drop --id 01K…           lets one alert go
      """,
    subcommands: [List.self, Retry.self, Drop.self], defaultSubcommand: List.self)
}

/// Which messages of the outbox a command means.
struct DeliveryOptions: ParsableArguments {
  @OptionGroup var configuration: ConfigurationOptions

  @Option(help: "Messages of this channel.")
  var channel: String?

  @Option(help: "The message of this number, or those of the alert of this id.")
  var id: String?

  @Option(help: "Messages of the last so long (24h, 30d), or since a date (2026-11-01).")
  var since: String?

  func filter(states: Set<DeliveryState>, limit: Int? = nil) throws -> DeliveryFilter {
    DeliveryFilter(
      channel: channel, states: states, id: id,
      since: try since.map { try SinceOption.date($0, now: Date()) }, limit: limit)
  }

  /// Changes messages of the database, and says how many of each channel.
  func change(
    _ done: String, _ body: (Store) throws(StoreError) -> [String: Int]
  ) throws {
    let path = try configuration.loadForReading().configuration.database
    let store = try Store.opened(forWriting: path)
    let changed = try Fault.failing { () throws(StoreError) in try body(store) }
    guard !changed.isEmpty else { throw Fault(.failed, "no waiting or dead message is meant.") }
    for (channel, count) in changed.sorted(by: { $0.key < $1.key }) {
      try StandardStream.printLine(
        "\(DisplayText.safe(channel)): \(count.of("message")) \(done)")
    }
  }
}

extension DeliveriesCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists messages, oldest first.",
      discussion: """
        Examples:
          pantau deliveries list --state waiting
          pantau deliveries list --since 24h --json
        """)

    @OptionGroup var options: DeliveryOptions

    @Option(help: "Messages in this state: waiting, delivered, dead or dropped.")
    var state: String?

    @Option(help: "At most so many, the youngest.")
    var limit: Int?

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
      if let limit, limit < 0 { throw ValidationError("--limit takes a number of at least 0.") }
      guard let state, DeliveryState(rawValue: state) == nil else { return }
      throw ValidationError("--state takes waiting, delivered, dead or dropped, not \"\(state)\".")
    }

    func run() throws {
      let path = try options.configuration.loadForReading().configuration.database
      let store = try Store.opened(forReading: path)
      let states = state.flatMap(DeliveryState.init(rawValue:)).map { Set([$0]) }
      let filter = try options.filter(
        states: states ?? Set(DeliveryState.allCases), limit: limit)
      let records = try Fault.failing { () throws(StoreError) in try store.deliveries(filter) }
      json ? try printJSON(records) : try printTable(records)
    }

    private func printTable(_ records: [DeliveryRecord]) throws {
      var table = Table(header: ["NUMBER", "CHANNEL", "STATE", "SINCE", "TRIES", "ID", "PROBLEM"])
      for record in records {
        table.add([
          "\(record.id)", record.channel, record.state.rawValue, LocalTime.text(record.created),
          "\(record.attempts)", record.messageID, record.problem ?? "",
        ])
      }
      for line in table.lines { try StandardStream.printLine(line) }
    }

    private func printJSON(_ records: [DeliveryRecord]) throws {
      for record in records {
        var writer = JSONWriter()
        record.write(to: &writer)
        try StandardStream.printLine(writer.bytes)
      }
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sends waiting messages and dead letters again.",
      discussion: """
        The running daemon takes them up within a second.

        Examples:
          pantau deliveries retry
          pantau deliveries retry --channel newsroom --since 7d
        """)

    @OptionGroup var options: DeliveryOptions

    func run() throws {
      let filter = try options.filter(states: [.waiting, .dead])
      try options.change("to be sent again") { store throws(StoreError) in
        try store.retryDeliveries(filter)
      }
    }
  }

  struct Drop: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets waiting messages and dead letters go; the alerts stay in the log.",
      discussion: """
        Examples:
          pantau deliveries drop --channel old-hook
          pantau deliveries drop --id 1234
        """)

    @OptionGroup var options: DeliveryOptions

    func validate() throws {
      guard options.channel == nil, options.id == nil, options.since == nil else { return }
      throw ValidationError("say which: --channel, --id or --since.")
    }

    func run() throws {
      let filter = try options.filter(states: [.waiting, .dead])
      try options.change("dropped") { store throws(StoreError) in
        try store.dropDeliveries(filter)
      }
    }
  }
}

extension DeliveryRecord {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("number")
      $0.value(id)
      $0.name("id")
      $0.value(messageID)
      $0.name("type")
      $0.value(type)
      $0.name("channel")
      $0.value(channel)
      $0.name("state")
      $0.value(state.rawValue)
      $0.name("created")
      $0.value(created)
      $0.name("attempts")
      $0.value(attempts)
      $0.name("nextAttempt")
      $0.value(nextAttempt)
      $0.name("delivered")
      $0.value(delivered)
      $0.name("problem")
      $0.value(problem)
    }
  }
}
