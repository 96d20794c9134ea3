import ArgumentParser
import PantauConfig
import PantauDeliver
import PantauStore

/// `pantau item`: one item of the archive with its versions, copies and alerts.
struct ItemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "item",
    abstract: "Shows an item, how its text changed, its copies and its alerts.",
    discussion: """
      ID is the item's number, as alerts and searches show it. Changes are shown word by word: \
      [-taken out-] {+put in+}.

      Examples:
        pantau item 1234
        pantau item 1234 --json
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "One JSON object.")
  var json = false

  @Argument(help: "The item's number.")
  var id: Int64

  func run() throws {
    let store = try Store.opened(forReading: try options.loadForReading().configuration.database)
    let found = try Fault.failing { () throws(StoreError) in
      (try store.archivedItem(id), try store.history(ofItem: id), try store.archivedFeeds())
    }
    guard let item = found.0, let history = found.1 else {
      throw Fault(.noInput, "the archive has no item \(id).")
    }
    let report = ItemReport(item: item, feed: found.2[item.feedID], history: history)
    if json { return try StandardStream.printLine(report.object) }
    for line in report.lines(AlertText.onTerminal()) { try StandardStream.printLine(line) }
  }
}
