import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau dump`: the archive for other programs.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Writes all items or alerts for other programs, oldest first.",
    discussion: """
      jsonl is one JSON object a line. csv follows RFC 4180: UTF-8, a header, CR LF, lists joined \
      by "; "; a text that a spreadsheet would take for a formula gets an apostrophe before it, \
      unless --raw. Times are ISO 8601 in UTC.

      Examples:
        pantau dump alerts --format csv > alerts.csv
        pantau dump items --since 30d | jq -r .title
      """)

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case alerts
    case items
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl
    case csv
  }

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "How it is written.")
  var format: Format = .jsonl

  @Option(help: "What arrived or was raised in the last so long (24h, 30d), or since a date.")
  var since: String?

  @Flag(help: "With csv: texts as they are, formulas too.")
  var raw = false

  @Argument(help: "alerts or items.")
  var subject: Subject

  func validate() throws {
    if let since { _ = try SinceOption.date(since, now: Date()) }
  }

  func run() throws {
    let store = try Store.opened(forReading: try options.loadForReading().configuration.database)
    let start = try since.map { try SinceOption.date($0, now: Date()) }
    let record = DumpRecord(guardsFormulas: !raw)
    switch subject {
    case .items: try dumpItems(store, start, record)
    case .alerts: try dumpAlerts(store, start, record)
    }
  }

  private func dumpItems(_ store: Store, _ start: Date?, _ record: DumpRecord) throws {
    if format == .csv { try write(record.header(DumpRecord.itemColumns)) }
    let feeds = try Fault.failing { () throws(StoreError) in try store.archivedFeeds() }
    var reader = ArchiveReader(store, since: start)
    while true {
      let page = try Fault.failing { () throws(StoreError) in try reader.nextPage() }
      guard !page.isEmpty else { return }
      for item in page {
        let feed = feeds[item.feedID]
        try write(
          format == .csv ? record.csv(item, of: feed) : record.json(item, of: feed) + [0x0A])
      }
    }
  }

  private func dumpAlerts(_ store: Store, _ start: Date?, _ record: DumpRecord) throws {
    if format == .csv { try write(record.header(DumpRecord.alertColumns)) }
    var reader = AlertReader(store, since: start)
    while true {
      let page = try Fault.failing { () throws(StoreError) in try reader.nextPage() }
      guard !page.isEmpty else { return }
      for alert in page {
        guard format == .csv else {
          try StandardStream.printLine(alert.object)
          continue
        }
        if let line = record.csv(alert) { try write(line) }
      }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    guard StandardStream.output.write(bytes) else { throw Fault(.failed, "") }
  }
}
