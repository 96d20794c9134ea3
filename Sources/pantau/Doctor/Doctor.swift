import FoundationEssentials
import Glibc
import PantauConfig
import PantauCore
import PantauMatch
import PantauStore

/// Examines an installation: configuration, permissions, database, feeds, channels, clock, keywords.
struct Doctor {
  let options: ConfigurationOptions
  let now: Date

  /// Below this pantau can soon store no alert.
  private static let scarceBytes = 100_000_000
  private static let lowBytes = 1_000_000_000

  /// All findings, in the order in which they matter.
  func findings() -> [Finding] {
    let (loaded, problems) = configuration()
    guard let loaded else { return problems }
    let settings = loaded.configuration
    LocalTime.use(zone: settings.zone)
    let page = settings.web.map { PageExamination(web: $0, database: settings.database).findings }
    let found = problems + permissions(loaded) + (page ?? [])
    guard Store.exists(at: settings.database) else {
      let missing = Finding.warning(
        "database", "there is no \(settings.database) yet",
        "`pantau run` makes it at its first start.")
      return found + [missing]
    }
    do throws(StoreError) {
      return found + (try archive(settings))
    } catch {
      return found + [.error("database", error.description, "")]
    }
  }

  private func archive(_ settings: Configuration) throws(StoreError) -> [Finding] {
    let store = try Store(readingFrom: settings.database)
    let health = try store.health()
    let found = database(health, settings.database)
    // What a damaged file says of feeds and keywords is worth nothing.
    guard health.faults.isEmpty else { return found }
    let feeds = FeedExamination(
      feeds: ShownFeeds(settings).of(try store.activeFeeds()), now: now,
      maxInterval: settings.polling.maxInterval)
    return found + feeds.findings + (try channels(settings, store))
      + (try keywords(settings, store))
  }

  // MARK: - Configuration

  private func configuration() -> (LoadedConfiguration?, [Finding]) {
    let loader = ConfigurationLoader.standard(secretsMustBeReadable: false)
    do throws(ConfigurationError) {
      let loaded = try loader.load(
        try loader.locate(option: options.config), today: CivilDay(of: now))
      let settings = loaded.configuration
      let right = Finding.ok(
        "configuration",
        "\(loaded.path) is right: \(settings.feeds.count.of("feed")), "
          + "\(settings.keywords.count.of("keyword")), \(settings.channels.count.of("channel"))")
      return (loaded, [right] + loaded.warnings.map(Finding.init))
    } catch {
      if case .invalid(let problems) = error { return (nil, problems.map(Finding.init)) }
      return (nil, [.error("configuration", error.description, "")])
    }
  }

  // MARK: - Permissions

  private func permissions(_ loaded: LoadedConfiguration) -> [Finding] {
    var found: [Finding] = []
    for path in [loaded.path, loaded.configuration.database] {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IWOTH != 0 else { continue }
      found.append(
        .error(
          "permissions", "everybody on this machine may write \(path)", "Run `chmod o-w \(path)`."))
    }
    let database = loaded.configuration.database
    let folder = database.lastIndex(of: "/").map { String(database[..<$0]) } ?? "."
    if access(folder.isEmpty ? "/" : folder, F_OK) != 0 {
      found.append(
        .error(
          "permissions", "the database's folder \(folder) does not exist or cannot be entered",
          "Make it for the user that pantau runs as, or set \"database\" to another place."))
    } else if access(folder.isEmpty ? "/" : folder, W_OK) != 0 {
      found.append(
        .ok(
          "permissions",
          "this user may not write to \(folder); the user that pantau runs as must be able to"))
    }
    return found
  }

  // MARK: - Database

  private func database(_ health: StoreHealth, _ path: String) -> [Finding] {
    var found = health.faults.map {
      Finding.error(
        "database", "\(path) is damaged: \($0)",
        StoreError.recoveryAdvice(path))
    }
    if found.isEmpty {
      found.append(
        .ok(
          "database",
          "\(path) is sound: \(health.items.of("item")), \(health.alerts.of("alert")), "
            + Self.size(health.bytes)))
    }
    guard let free = health.freeBytes, free < Self.lowBytes else { return found }
    let what = "\(Self.size(free)) are free on the disk of \(path)"
    let advice = "Make room: without it no item and no alert can be stored."
    return found + [
      free < Self.scarceBytes ? .error("disk", what, advice) : .warning("disk", what, advice)
    ]
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\(bytes / 1_000) kB" : "\(bytes / 1_000_000) MB"
  }

  // MARK: - Channels

  private func channels(
    _ settings: Configuration, _ store: Store
  ) throws(StoreError) -> [Finding] {
    let waiting = try store.waitingCounts()
    let dead = try store.deadCounts()
    let configured = Set(settings.channels.map(\.name))
    var found: [Finding] = []
    for name in configured.union(waiting.keys).union(dead.keys).sorted() {
      let subject = "channel \(name)"
      if let count = dead[name], count > 0 {
        found.append(
          .error(
            subject, "\(count.of("message")) could not be delivered for good",
            "`pantau deliveries list` says why; `pantau deliveries retry` sends them again, "
              + "`drop` lets them go."))
      }
      if let count = waiting[name], count > 0 {
        found.append(try waitingFinding(subject, name, count, configured, store))
      }
      if found.last?.subject != subject { found.append(.ok(subject, "nothing waits")) }
    }
    return found
  }

  private func waitingFinding(
    _ subject: String, _ name: String, _ count: Int, _ configured: Set<String>, _ store: Store
  ) throws(StoreError) -> Finding {
    let waiting = "\(count.of("message")) \(count == 1 ? "waits" : "wait")"
    guard configured.contains(name) else {
      return .error(
        subject, "\(waiting), but the configuration has no such channel",
        "Put the channel back, or let them go with `pantau deliveries drop`.")
    }
    let filter = DeliveryFilter(channel: name, states: [.waiting], limit: 100)
    let problem = try store.deliveries(filter).compactMap(\.problem).last
    return .warning(
      subject, waiting + (problem.map { ", the last attempt: \($0)" } ?? ""),
      problem == nil
        ? "The daemon sends them while it runs." : "pantau goes on trying; look at the receiver.")
  }

  // MARK: - Keywords

  private func keywords(
    _ settings: Configuration, _ store: Store
  ) throws(StoreError) -> [Finding] {
    // Those that have ended are named by the configuration's check.
    let definitions = settings.keywords.map(KeywordDefinition.init)
      .filter { $0.until.map { now < $0 } ?? true }
    guard let matcher = try? Matcher(definitions) else { return [] }
    var examination = KeywordExamination(definitions)
    let feeds = try store.archivedFeeds()
    var reader = ArchiveReader(store, since: now - KeywordExamination.span.inSeconds)
    while true {
      let page = try reader.nextPage()
      guard !page.isEmpty else { return examination.findings }
      for item in page {
        let input = MatchInput(item, of: feeds[item.feedID])
        examination.add(input, matched: matcher.matchedKeywords(in: input))
      }
    }
  }
}

extension Finding {
  fileprivate init(_ problem: ConfigurationProblem) {
    let place = problem.position.map { ":\($0.line):\($0.column)" } ?? ""
    let path = problem.path.isEmpty ? "" : "\(problem.path): "
    self.init(
      severity: problem.severity == .error ? .error : .warning,
      subject: "configuration", what: "\(problem.file)\(place): \(path)\(problem.what)",
      advice: problem.advice)
  }
}
