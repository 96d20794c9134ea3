import PantauCore
import PantauParse

/// What `pantau parse` does: reads documents and prints the feed of each as a line of JSON.
struct FeedPrinter {
  /// What relative links start from.
  var url: String?
  /// The `Content-Type` that came with the document.
  var contentType: String?

  /// The longest document that is read, in bytes.
  private static let maxBytes = 64_000_000

  /// Prints the feeds of files, in turn.
  func print(_ files: [String]) throws {
    for file in files { try printFeed(file) }
  }

  private func printFeed(_ file: String) throws {
    do {
      guard let mapped = MappedFile(file, maxBytes: Self.maxBytes) else {
        let bytes = try InputFile.read(file, maxBytes: Self.maxBytes)
        let stream = FeedStream(giveBack: { _ in })
        return try stream.end(parse(bytes.span, stream))
      }
      let stream = FeedStream(giveBack: mapped.giveBack)
      let feed = try mapped.withBytes { bytes throws(NotAFeed) in try parse(bytes, stream) }
      try stream.end(feed)
    } catch let error as NotAFeed {
      throw Fault(.failed, "\(file): \(error.description)")
    }
  }

  private func parse(
    _ bytes: borrowing Span<UInt8>, _ stream: FeedStream
  ) throws(NotAFeed) -> ParsedFeed {
    try FeedParser.parse(bytes, contentType: contentType, url: url, observer: stream)
  }
}

extension FeedPrinter {
  /// The printer and its files where `arguments` are those of a plain `pantau parse`; nil where
  /// anything in them wants the argument parser: help, a wrong option, no file.
  ///
  /// A script may run `pantau parse` for each of thousands of files, and the argument parser takes
  /// longer than a small feed: it looks all commands and their options up by reflection, 2 ms.
  static func plain(_ arguments: [String]) -> (printer: FeedPrinter, files: [String])? {
    guard arguments.first == "parse" else { return nil }
    var printer = FeedPrinter()
    var files: [String] = []
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": break
      case "--url" where !startsOption(rest.first): printer.url = rest.popFirst()
      case "--content-type" where !startsOption(rest.first): printer.contentType = rest.popFirst()
      case "-": files.append(argument)
      case _ where startsOption(argument): return nil
      default: files.append(argument)
      }
    }
    return files.isEmpty ? nil : (printer, files)
  }

  private static func startsOption(_ argument: String?) -> Bool {
    argument?.utf8.first.map { $0 == UInt8(ascii: "-") } ?? true
  }
}
