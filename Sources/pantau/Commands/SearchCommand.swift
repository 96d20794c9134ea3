import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauMatch
import PantauStore

/// `pantau search`: the archive, in the keyword query language.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds items of the archive by a query.",
    discussion: """
      QUERY is in the language of keywords; `pantau explain QUERY` shows how it is read. The items \
      that arrived last come first. Items that the daemon has not indexed yet are found as well. A \
      query of regular expressions or symbols alone looks at every item, which takes long in a \
      large archive.

      Examples:
        pantau search 'wali kota' --since 30d
        pantau search 'Bontang NEAR/10 banjir' --by rank
        pantau search 'title:pasar* NOT simulasi' --feed Kaltim --all --json
      """)

  enum Order: String, ExpressibleByArgument, CaseIterable {
    case time
    case rank
  }

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "Items of the last so long (24h, 30d), or since a date (2026-11-01).")
  var since: String?

  @Option(help: "Items of the feed of this name or URL.")
  var feed: String?

  @Option(help: "time: the last to arrive first; rank: the best first (BM25).")
  var by: Order = .time

  @Option(help: "At most so many.")
  var limit = 50

  @Flag(help: "All there are, whatever --limit says.")
  var all = false

  @Option(help: "What ~ stems by.")
  var language = "id"

  @Flag(help: "One JSON object a line.")
  var json = false

  @Argument(help: "The query; several words need quotes.")
  var query: String

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number of at least 0, not \(limit).") }
    if let since { _ = try SinceOption.date(since, now: Date()) }
  }

  func run() throws {
    let definition = KeywordDefinition(name: query, query: query, language: language)
    let parsed = try Query.read(definition)
    let store = try Store.opened(
      forReading: try options.loadForReading().configuration.database)
    let feeds = try Fault.failing { () throws(StoreError) in try store.archivedFeeds() }
    var request = try Fault.failing { () throws(StoreError) in
      try SearchRequest(parsed, order: by == .time ? .time : .rank, in: store)
    }
    request.since = try since.map { try SinceOption.date($0, now: Date()) }
    request.feeds = try feed.map { try Self.numbers(of: $0, in: feeds) }
    let search = try ItemSearch(definition, feeds: feeds)
    let most = all ? Int.max : limit
    var left = most
    var isWhole = true
    try search.run(request, in: store) { result in
      guard left > 0 else {
        isWhole = false
        return false
      }
      left -= 1
      try print(result)
      return true
    }
    if !isWhole {
      StandardStream.note("there are more; --all or a larger --limit shows them")
    } else if left == most, !json {
      StandardStream.note("no item of the archive matches")
    }
  }

  private func print(_ result: SearchResult) throws {
    if json { return try StandardStream.printLine(result.object) }
    for line in result.lines { try StandardStream.printLine(line) }
  }

  private static func numbers(of name: String, in feeds: [Int64: ArchivedFeed]) throws -> Set<Int64>
  {
    let found = feeds.filter {
      $0.value.url == name || $0.value.name == name || $0.value.title == name
    }
    if !found.isEmpty { return Set(found.keys) }
    let near = NearestName.of(name, among: feeds.values.map(\.displayName))
    throw Fault(
      .usage,
      "the archive has no feed \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "."))
  }
}
