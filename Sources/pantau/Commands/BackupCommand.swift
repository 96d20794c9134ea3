import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau backup`: an online, consistent copy of the database.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Writes a consistent, checked copy of the database, while the daemon runs.",
    discussion: """
      FILE must not exist. It is one file that `pantau restore` and any SQLite program read; it \
      holds items, alerts and what is known of feeds, but no configuration and no secrets.

      Examples:
        pantau backup /var/backups/pantau-$(date +%F).sqlite3
      """)

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "The file to make.", completion: .file())
  var file: String

  func run() throws {
    let path = try options.loadForReading().configuration.database
    let store = try Store.opened { () throws(StoreError) in try Store(copying: path) }
    let summary = try Fault.failing { () throws(StoreError) in try store.backUp(to: file) }
    try StandardStream.printLine("\(file): \(summary.text)")
  }
}

/// `pantau restore`: a backup in the place of the database.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Puts a backup in the place of the database; the old one is kept aside.",
    discussion: """
      Stop the daemon first; it is refused while one runs. The backup is checked before anything \
      is touched, and stays as it is. One of an older pantau is brought up to date at the next \
      start. With --salvage, FILE may be damaged, the database itself for one: what can be read is \
      taken out of it, and what is lost is said. Where that is all of it, nothing is changed, and \
      the exit code is 1. A backup is better: it lacks nothing.

      Examples:
        sudo systemctl stop pantau
        sudo pantau restore /var/backups/pantau-2026-11-28.sqlite3
        sudo systemctl start pantau
        sudo pantau restore --salvage /var/lib/pantau/pantau.sqlite3
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Takes what can be read out of a damaged file.")
  var salvage = false

  @Argument(help: "The backup.", completion: .file())
  var file: String

  func run() throws {
    let path = try options.loadForReading().configuration.database
    let done = try Store.opened { () throws(StoreError) in
      salvage
        ? try Store.restore(salvaging: file, to: path, now: Date())
        : try Store.restore(file, to: path, now: Date())
    }
    try StandardStream.printLine("\(path): \(done.summary.text)")
    for line in done.losses.map(Self.lines) ?? [] { try StandardStream.printLine(line) }
    if let aside = done.keptAside {
      try StandardStream.printLine("the database of before is kept as \(aside)")
    }
  }

  private static func lines(_ losses: [SalvageLoss]) -> [String] {
    guard !losses.isEmpty else { return ["every row could be read: nothing is lost"] }
    var table = Table(header: ["TABLE", "ROWS SAVED", "LOST"])
    for loss in losses {
      let lost = loss.total.map { "\($0 - loss.saved)" } ?? "some"
      table.add([loss.table, "\(loss.saved)", lost])
    }
    return ["rows on damaged pages, and what belonged to them, are lost:"] + table.lines
  }
}

extension CopySummary {
  /// For a person.
  fileprivate var text: String {
    "\(items.of("item")), \(alerts.of("alert"))"
      + (lastSeen.map { ", the last item of \(LocalTime.text($0))" } ?? "")
  }
}
