import ArgumentParser
import PantauConfig
import PantauCore
import PantauParse

/// `pantau import`: feeds of an OPML list into the configuration.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Adds the feeds of an OPML list to the configuration.",
    discussion: """
      Only the list "feeds" of the configuration is edited; order and formatting stay. A feed that \
      is there already is left out. Outlines around feeds become their group.

      Examples:
        pantau import subscriptions.opml             adds to the configuration
        pantau import subscriptions.opml --dry-run   says what it would add
        sudo pantau import - < feeds.opml && sudo systemctl reload pantau
      """)

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "The OPML list; - is standard input.", completion: .file())
  var opml: String

  private static let maxConfigurationBytes = 100_000_000

  @Flag(help: "Say what would be added, and change nothing.")
  var dryRun = false

  func run() throws {
    let outlines = try subscriptions()
    let path = try options.located()
    let text = try InputFile.read(path, maxBytes: Self.maxConfigurationBytes)
    let edit: OPMLImport
    do throws(OPMLImport.Failure) {
      edit = try OPMLImport(outlines, into: text)
    } catch {
      throw Fault(.badConfiguration, "\(path): \(error).")
    }
    for url in edit.added { try StandardStream.printLine("added   \(DisplayText.safe(url))") }
    for left in edit.leftOut {
      try StandardStream.printLine("left    \(DisplayText.safe(left.description))")
    }
    let count = edit.added.count.of("feed")
    guard !dryRun else { return try StandardStream.printLine("\(count) would be added to \(path)") }
    guard !edit.added.isEmpty else {
      return try StandardStream.printLine("nothing to add; \(path) stays as it is")
    }
    try FileReplacement.write(edit.bytes, to: path)
    try StandardStream.printLine(
      "\(count) added to \(path); a daemon that runs has to be reloaded")
  }

  private func subscriptions() throws -> [OPMLOutline] {
    let bytes = try InputFile.read(opml, maxBytes: OPMLReader.maxBytes)
    do throws(NotAnOPMLList) {
      return try OPMLReader.read(bytes)
    } catch {
      throw Fault(.noInput, "\(opml) is \(error).")
    }
  }
}

/// `pantau export`: the feeds of the configuration as an OPML list.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Prints the configuration's feeds as an OPML list, for other readers.",
    discussion: """
      Logins and secret query values are left out of URLs, and so are feeds that are files.

      Examples:
        pantau export > feeds.opml
      """)

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let feeds = try options.loadForReading().configuration.feeds
    let remote = feeds.filter { !$0.url.lowercased().hasPrefix("file:") }
    guard StandardStream.output.write(OPMLExport.text(remote, title: "Feeds of pantau")) else {
      throw Fault(.failed, "")
    }
  }
}
