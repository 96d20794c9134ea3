import ArgumentParser

/// `pantau parse`: one feed document as JSON.
struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse",
    abstract: "Prints one feed document as JSON: what pantau sees in it.",
    discussion: """
      Needs no configuration. Ends with 1 where the input is no feed, 66 where it cannot be read.

      Examples:
        pantau parse feed.xml
        curl -s https://example.org/rss | pantau parse --url https://example.org -
      """)

  @Option(help: ArgumentHelp("The URL that relative links start from.", valueName: "base"))
  var url: String?

  @Option(help: "The Content-Type that the server sent.")
  var contentType: String?

  @Flag(help: "JSON, which is the only output; taken so that every listing takes it.")
  var json = false

  @Argument(help: "The file, or - for standard input; of several, a line each.")
  var files: [String]

  func run() throws {
    try FeedPrinter(url: url, contentType: contentType).print(files)
  }
}
