import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauEvidence
import PantauStore

/// `pantau evidence`: what an alert was raised for, as it was received.
struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Writes what an alert was raised for, as it was received, into a folder.",
    discussion: """
      The item's bytes in its feed and, for feeds with "fullText", its page; the answers' headers, \
      times, all texts the item has had, and all of it as a WARC file (ISO 28500). `sha256sum -c \
      SHA256SUMS` checks the folder. ID is an alert's id, as `pantau alerts --json` shows it.

      Examples:
        pantau evidence 01KDS4ZQ6V0000000000000000 evidence-bontang
        pantau evidence 01KDS4ZQ6V0000000000000000 evidence-bontang --plain
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "The WARC file without compression.")
  var plain = false

  @Argument(help: "The alert's id.")
  var id: String

  @Argument(help: "The folder to make.", completion: .directory)
  var folder: String

  func run() throws {
    let store = try Store.opened(forReading: try options.loadForReading().configuration.database)
    let report = try Fault.failing { () throws(StoreError) in try self.report(store) }
    guard let report else { throw Fault(.noInput, "the archive has no alert \(id).") }
    do {
      let files = try report.files(isCompressed: !plain)
      try EvidenceFolder.write(files, to: folder)
      for name in files.map(\.name) + [EvidenceFolder.sums] {
        try StandardStream.printLine("\(folder)/\(name)")
      }
    } catch let fault as EvidenceFolder.Fault {
      throw Fault(.failed, fault.description)
    } catch let fault as Packing.Fault {
      throw Fault(.failed, "the evidence of alert \(id) cannot be read: \(fault).")
    }
  }

  private func report(_ store: Store) throws(StoreError) -> EvidenceReport? {
    guard let alert = try store.alert(id), let number = Self.item(of: alert),
      let item = try store.archivedItem(number), let history = try store.history(ofItem: number)
    else { return nil }
    let feed = try store.archivedFeeds()[item.feedID]
    return EvidenceReport(
      alert: alert, item: ItemReport(item: item, feed: feed, history: history),
      captures: try store.evidence(ofAlert: alert.sequence), id: id, now: Date())
  }

  private static func item(of alert: LoggedAlert) -> Int64? {
    (try? JSONReader.read(Array(alert.object.utf8))).flatMap(Alert.init(json:))?.item.id
  }
}
