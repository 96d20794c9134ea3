import ArgumentParser
import FoundationEssentials
import Glibc
import PantauCore
import PantauParse

/// `pantau parse`: one feed document as JSON.
struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Prints one feed document as JSON: what pantau sees in it.",
    discussion: """
      Needs no configuration. Ends with 1 where the input is no feed, 66 where it cannot be read.

      Examples:
        pantau parse feed.xml
        curl -s https://example.org/rss.xml | pantau parse --url https://example.org/rss.xml -
      """)

  @Option(help: ArgumentHelp("The URL that relative links start from.", valueName: "base"))
  var url: String?

  @Option(help: "The Content-Type that the server sent.")
  var contentType: String?

  @Flag(help: "JSON, which is the only output; taken so that every listing takes it.")
  var json = false

  @Argument(help: "The file, or - for standard input; of several, a line each.")
  var files: [String]

  /// The longest document that is read, in bytes.
  private static let maxBytes = 64_000_000
  /// How much JSON is gathered before it is written.
  private static let writeBytes = 65_536

  func run() throws {
    for file in files { try printFeed(file) }
  }

  private func printFeed(_ file: String) throws {
    let feed = try read(file)
    var writer = JSONWriter()
    // The JSON is about as long as the document, and need not be in memory beside the feed.
    var isWritten = true
    ParsedFeedJSON.write(feed, to: &writer) { writer in
      guard writer.count >= Self.writeBytes, isWritten else { return }
      isWritten = writer.withBytes { StandardStream.output.write($0) }
      writer.reset()
    }
    guard isWritten else { throw Fault(.failed, "") }
    try StandardStream.printLine(writer.bytes)
  }

  /// The feed alone, so that the document's memory is free before the JSON is made.
  private func read(_ file: String) throws -> ParsedFeed {
    let bytes = try InputFile.read(file, maxBytes: Self.maxBytes)
    do throws(NotAFeed) {
      return try FeedParser.parse(consume bytes, contentType: contentType, url: url)
    } catch {
      throw Fault(.failed, "\(file): \(error.description)")
    }
  }
}
