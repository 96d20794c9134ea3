public import FoundationEssentials
public import Logging
import PantauCore
public import PantauDeliver
public import PantauStore

/// The pages and what programs read: which request gets which answer.
public struct AlertSite: Sendable {
  /// What the operator and the machine say.
  public struct Settings: Sendable {
    /// The address listened on, IPv6 without brackets.
    public var host: String
    /// The URL people reach the page by.
    public var publicURL: String?
    /// Makes and judges the links that acknowledge; nil: there are none.
    public var links: AcknowledgementLink?
    /// Reads a duration before now, a day or an instant.
    public var date: @Sendable (String) -> Date?
    /// How far local time is ahead of UTC at an instant, in seconds.
    public var secondsEast: @Sendable (Date) -> Int
    /// The wall clock.
    public var clock: @Sendable () -> Date

    /// Takes all.
    public init(
      host: String, publicURL: String? = nil, links: AcknowledgementLink? = nil,
      date: @escaping @Sendable (String) -> Date?,
      secondsEast: @escaping @Sendable (Date) -> Int,
      clock: @escaping @Sendable () -> Date = { Date() }
    ) {
      self.host = host
      self.publicURL = publicURL
      self.links = links
      self.date = date
      self.secondsEast = secondsEast
      self.clock = clock
    }
  }

  /// What the site asks of the daemon around it.
  public struct Daemon: Sendable {
    /// Why the daemon does not do its work; nil where it does.
    public var problem: @Sendable () -> String?
    /// The metrics, in the text format of Prometheus.
    public var metrics: @Sendable () throws(StoreError) -> String

    /// Takes both.
    public init(
      problem: @escaping @Sendable () -> String?,
      metrics: @escaping @Sendable () throws(StoreError) -> String
    ) {
      self.problem = problem
      self.metrics = metrics
    }
  }

  let settings: Settings
  let archive: Store
  let writing: Store
  private let daemon: Daemon
  private let hosts: HostRule
  private let logger: Logger

  /// Makes a site.
  ///
  /// - Parameters:
  ///   - settings: what the operator and the machine say.
  ///   - archive: a connection of the site's own, for reading.
  ///   - writing: the daemon's, for acknowledgements alone.
  ///   - daemon: what it is asked.
  ///   - logger: where faults go.
  public init(
    settings: Settings, archive: Store, writing: Store, daemon: Daemon, logger: Logger
  ) {
    self.settings = settings
    self.archive = archive
    self.writing = writing
    self.daemon = daemon
    self.logger = logger
    hosts = HostRule(listen: settings.host, publicURL: settings.publicURL)
  }

  var text: PageText { PageText(secondsEast: settings.secondsEast) }

  /// The answer to a request.
  func response(to request: PageRequest) -> PageResponse {
    guard hosts.allows(request.host) else {
      return PageResponse(
        """
        421: this page does not answer to that name. Open it as localhost or 127.0.0.1, or set \
        web.publicURL to the address that people use.

        """, status: .misdirected)
    }
    do {
      return try answer(to: request)
    } catch let refusal as Refusal {
      return Layout(root: "").problem(
        refusal.status, "That cannot be answered", refusal.reason + ".")
    } catch {
      logger.warning(
        "a page could not be made", metadata: ["path": "\(request.path)", "error": "\(error)"])
      return Layout(root: "").problem(
        .unavailable, "The archive cannot be read now",
        "Try again in a moment; the daemon's log says why.")
    }
  }

  private func answer(to request: PageRequest) throws -> PageResponse {
    let isReading = request.method == "GET" || request.method == "HEAD"
    if request.path.count == 2, request.path[0] == "ack" {
      guard isReading || request.method == "POST" else { return notAllowed("GET, HEAD, POST") }
      return try acknowledging(request, alert: request.path[1])
    }
    guard let page = try page(request) else {
      return Layout(root: String(repeating: "../", count: max(0, request.path.count - 1)))
        .problem(.notFound, "There is no such page", "The alert log is the front page.")
    }
    return isReading ? try page() : notAllowed("GET, HEAD")
  }

  /// What makes the page of a path; nil where there is none.
  private func page(_ request: PageRequest) throws -> (() throws -> PageResponse)? {
    switch request.path {
    case []: { try log(request) }
    case ["api", "alerts"]: { try lines(request) }
    case ["healthz"]: { health() }
    case ["metrics"]:
      {
        PageResponse(try daemon.metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
      }
    case ["style.css"]: { Self.asset("text/css; charset=utf-8", StyleSheet.css) }
    case ["icon.svg"], ["favicon.ico"]: { Self.asset("image/svg+xml", StyleSheet.icon) }
    default:
      request.path.count == 2 && request.path[0] == "alerts"
        ? { try detail(request.path[1]) } : nil
    }
  }

  private func notAllowed(_ methods: String) -> PageResponse {
    PageResponse(
      "405: this address takes \(methods).\n", status: .methodNotAllowed,
      headers: [FormText.Pair("Allow", methods)])
  }

  private static func asset(_ type: String, _ text: String) -> PageResponse {
    PageResponse(
      text, type: type, headers: [FormText.Pair("Cache-Control", "public, max-age=3600")])
  }

  private func health() -> PageResponse {
    guard let problem = daemon.problem() else { return PageResponse("ok\n") }
    return PageResponse(problem + "\n", status: .unavailable)
  }

  private func log(_ request: PageRequest) throws -> PageResponse {
    let query = try AlertQuery(request, limits: LogPage.limits, date: settings.date)
    let page = LogPage(query: query, page: try AlertPage(query, archive), text: text)
    return Layout(root: "").response("Alerts · pantau", page.main)
  }

  private func detail(_ id: String) throws -> PageResponse {
    guard let logged = try archive.alert(id), let page = try DetailPage(logged, archive, text)
    else { return unknownAlert() }
    return Layout(root: "../").response("\(page.title) · pantau", page.main)
  }

  /// How many alerts the API gives unasked and at most.
  private static let lineLimits = (usual: 100, most: 1_000)

  /// JSON lines, the oldest of them first as `pantau alerts --json` has them; the next page by a
  /// link (RFC 8288).
  private func lines(_ request: PageRequest) throws -> PageResponse {
    let query = try AlertQuery(request, limits: Self.lineLimits, date: settings.date)
    let page = try AlertPage(query, archive)
    let next = page.next.map { place in
      let address = "alerts?\(query.query(before: place, limit: query.limit))"
      return FormText.Pair("Link", "<\(address)>; rel=\"next\"")
    }
    return PageResponse(
      page.alerts.reversed().map { $0.json + "\n" }.joined(),
      type: "application/jsonl; charset=utf-8", headers: next.map { [$0] } ?? [])
  }

  func unknownAlert() -> PageResponse {
    Layout(root: "../").problem(
      .notFound, "There is no such alert",
      "It may be past its retention; `pantau alerts` lists those that are there.")
  }
}
