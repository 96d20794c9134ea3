import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauEngine
import PantauHTTP
import PantauParse

/// `pantau discover`: the feeds that a page offers.
struct DiscoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Lists the feeds that a page offers, each checked to be one.",
    discussion: """
      Asks for the page, then for what it names as feeds: Link headers, <link rel="alternate">, \
      and links that look like feeds. No address is guessed; a URL that is a feed costs one \
      request. At most one request a second for a host. Needs no configuration; with --config, its \
      contact, proxy and limits hold.

      Ends with 1 where the page offers no feed, 66 where it cannot be read.

      Examples:
        pantau discover https://www.antaranews.com/rss
        pantau discover example.org --json
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "How many links are tried at most.")
  var limit = Discovery.defaultMaxLinks

  @Flag(help: "One JSON object a line for each feed.")
  var json = false

  @Argument(help: "The page's URL; https:// may be left out.")
  var url: String

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit takes a number from 1.") }
  }

  func run() async throws {
    let address = url.contains("://") ? url : "https://\(url)"
    guard let parts = URLParts(address), parts.scheme == "http" || parts.scheme == "https",
      parts.host?.isEmpty == false
    else { throw Fault(.usage, "\(url) is no URL of a page; write https://example.org/page.") }
    let polling =
      options.config == nil
      ? PollingConfiguration() : try options.loadForReading().configuration.polling
    let fetcher = try Self.fetcher(polling)
    let discovery = Discovery(
      fetcher: fetcher, rules: PollingRules(polling), request: Self.request(address, polling),
      maxLinks: limit)
    let report: DiscoveryReport
    do {
      report = try await discovery.run { if json { try? StandardStream.printLine(line(of: $0)) } }
    } catch {
      throw Fault(.noInput, error.message)
    }
    await fetcher.shutdown(within: .zero)
    try show(report)
  }

  private static func fetcher(_ polling: PollingConfiguration) throws -> Fetcher {
    let proxy = polling.proxy(environment: ProcessInfo.processInfo.environment)
    do throws(TransferError) {
      return try Fetcher(configuration: FetcherConfiguration(concurrency: 2, proxy: proxy))
    } catch {
      throw Fault(.failed, error.message)
    }
  }

  private static func request(_ address: String, _ polling: PollingConfiguration) -> FetchRequest {
    FetchRequest(
      url: address,
      limits: FetchLimits(timeout: polling.timeout, maxBodyBytes: polling.maxBodyBytes),
      userAgent: polling.userAgent(version: Version.current),
      addressPolicy: .operatorURL(allowsPrivateAddresses: polling.allowsPrivateAddresses))
  }

  // MARK: Showing

  private func line(of feed: DiscoveredFeed) -> [UInt8] {
    var json = JSONWriter()
    json.object {
      $0.name("url")
      $0.value(feed.url)
      $0.name("title")
      $0.value(feed.title)
      $0.name("format")
      $0.value(feed.format)
      $0.name("items")
      $0.value(feed.items)
      $0.name("newest")
      $0.value(feed.newest)
      $0.name("found")
      $0.value(feed.kind?.rawValue ?? "itself")
    }
    return json.bytes
  }

  private func show(_ report: DiscoveryReport) throws {
    for miss in report.misses {
      StandardStream.error.write(
        DisplayText.safe("pantau: \(miss.url) is left out: \(miss.reason)") + "\n")
    }
    if report.untried > 0 {
      StandardStream.error.write(
        "pantau: \(report.untried) further links were not tried; --limit tries more\n")
    }
    guard !report.feeds.isEmpty else {
      throw Fault(.failed, "\(RedactedURL.text(url)) offers no feed that pantau can read.")
    }
    guard !json else { return }
    var table = Table(header: ["URL", "FORMAT", "ITEMS", "NEWEST", "TITLE"])
    for feed in report.feeds {
      table.add([
        feed.url, feed.format, "\(feed.items)", feed.newest.map(LocalTime.text) ?? "-",
        feed.title ?? "-",
      ])
    }
    for line in table.lines { try StandardStream.printLine(line) }
  }
}
