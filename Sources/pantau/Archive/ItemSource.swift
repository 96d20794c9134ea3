import FoundationEssentials
import PantauConfig
import PantauCore
import PantauHTTP
import PantauMatch
import PantauParse
import PantauStore

/// Where the item of `pantau explain` comes from, as its argument says.
enum ItemSource: Hashable {
  case archive(Int64)
  case url(String)
  /// A path, or `-` for standard input.
  case file(String)

  /// The longest file that is read, in bytes.
  private static let maxBytes = 64_000_000

  init(_ argument: String) {
    let isNumber = !argument.isEmpty && argument.utf8.allSatisfy { (0x30...0x39).contains($0) }
    if isNumber, let id = Int64(argument) {
      self = .archive(id)
    } else if argument.hasPrefix("http://") || argument.hasPrefix("https://") {
      self = .url(argument)
    } else {
      self = .file(argument)
    }
  }

  /// Reads the item.
  ///
  /// - Parameter configuration: asked only for an item of the archive.
  /// - Returns: the item with its fields as text.
  /// - Throws: ``Fault`` with code 66 where there is none.
  func read(_ configuration: () throws -> Configuration) async throws -> MatchInput {
    switch self {
    case .archive(let id): return try Self.archived(id, in: configuration().database)
    case .url(let url): return try await Self.fetched(url)
    case .file(let path):
      let bytes = try InputFile.read(path, maxBytes: Self.maxBytes)
      var input = try ItemText.read(
        ReadableText.decoded(bytes), named: path == "-" ? "standard input" : path)
      input.setNow(Date())
      return input
    }
  }

  private static func archived(_ id: Int64, in database: String) throws -> MatchInput {
    let store = try Store.opened(forReading: database)
    let (found, feeds) = try Fault.failing { () throws(StoreError) in
      (try store.archivedItem(id), try store.archivedFeeds())
    }
    guard let found else {
      throw Fault(.noInput, "the archive \(database) has no item \(id).")
    }
    return MatchInput(found, of: feeds[found.feedID])
  }

  // MARK: - A page of the web

  private static let accept =
    "text/html, application/xhtml+xml, application/json;q=0.9, text/plain;q=0.9, */*;q=0.1"

  private static func fetched(_ url: String) async throws -> MatchInput {
    let settings = Configuration(feeds: [], keywords: [], database: "")
    let fetcher: Fetcher
    do throws(TransferError) {
      fetcher = try Fetcher(
        configuration: FetcherConfiguration(
          concurrency: 1, proxy: settings.proxy(environment: ProcessInfo.processInfo.environment)))
    } catch {
      throw Fault(.failed, error.description)
    }
    let result = await fetcher.fetch(
      FetchRequest(url: url, userAgent: settings.userAgent, accept: accept))
    await fetcher.shutdown(within: .zero)
    var input = try input(of: result.outcome, url: url)
    input.url = result.finalURL
    input.setNow(Date())
    return input
  }

  private static func input(of outcome: FetchOutcome, url: String) throws -> MatchInput {
    let response: Response
    switch outcome {
    case .failed(let error):
      throw Fault(.noInput, "\(url) cannot be read: \(error.description)")
    case .response(let answer), .notModified(let answer): response = answer
    }
    guard (200..<300).contains(response.status) else {
      throw Fault(.noInput, "\(url) cannot be read: the server answers \(response.status).")
    }
    let type = response.headers.first("Content-Type")
    let text = ReadableText.decoded(response.body, contentType: type)
    guard ItemText.isPage(text, contentType: type) else {
      return try ItemText.read(text, named: url)
    }
    // The article as `fullText` reads it; menus and lists beside it are not what an outlet wrote.
    let page = ReadableText.page(text)
    let article = WebPage(response.body, contentType: type, url: url).articleText
    return MatchInput(title: page.title, content: article ?? page.text)
  }
}

extension MatchInput {
  /// An item of the archive, as it was when it arrived.
  init(_ archived: ArchivedItem, of feed: ArchivedFeed?) {
    self.init(
      archived.item, feedName: feed?.name, feedURL: feed?.url, group: feed?.group,
      minuteOfDay: LocalTime.minuteOfDay(archived.seen), now: archived.seen)
  }

  fileprivate mutating func setNow(_ date: Date) {
    now = date
    minuteOfDay = LocalTime.minuteOfDay(date)
  }
}
