import FoundationEssentials
import PantauConfig
import PantauCore
import PantauDeliver
import PantauEngine
import PantauHTTP
import PantauMatch

extension Configuration {
  /// What every request calls itself.
  var userAgent: String { polling.userAgent(version: Version.current) }

  /// The proxy: the operator's, else the environment's.
  func proxy(environment: [String: String]) -> FetcherConfiguration.Proxy? {
    polling.proxy(environment: environment)
  }
}

extension PollingConfiguration {
  /// The proxy: the operator's, else the environment's.
  func proxy(environment: [String: String]) -> FetcherConfiguration.Proxy? {
    if let proxy { return proxy.value.map { .init(url: $0.revealed) } }
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    guard let url = names.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty }) else {
      return nil
    }
    let exceptions = (environment["no_proxy"] ?? environment["NO_PROXY"] ?? "")
      .split(separator: ",").map { $0.filter { $0 != " " } }
    return .init(url: url, exceptHosts: exceptions)
  }
}

extension EngineSettings {
  /// The settings that a configuration asks for; keywords are compiled here.
  init(_ configuration: Configuration) throws {
    let polling = configuration.polling
    self.init(
      feeds: configuration.feeds.map { FeedSettings($0, polling) },
      ruleset: try Ruleset(configuration),
      rules: PollingRules(polling),
      limits: FetchLimits(timeout: polling.timeout, maxBodyBytes: polling.maxBodyBytes),
      userAgent: configuration.userAgent,
      allowsPrivateAddresses: polling.allowsPrivateAddresses)
  }
}

extension PollingRules {
  init(_ polling: PollingConfiguration) {
    self.init(
      minInterval: polling.minInterval, maxInterval: polling.maxInterval,
      requestsPerHour: polling.requestsPerHour.map(Double.init), perHost: polling.perHost,
      hostGap: polling.hostGap)
  }
}

extension FeedConfiguration {
  /// The interval that polling keeps to: the operator's; for files, which no server has to be
  /// spared for, else the shortest.
  func pollingInterval(_ polling: PollingConfiguration) -> Duration? {
    interval ?? (url.hasPrefix("file:") ? polling.minInterval : nil)
  }
}

extension FeedSettings {
  fileprivate init(_ feed: FeedConfiguration, _ polling: PollingConfiguration) {
    self.init(
      url: feed.url, shownURL: feed.shownURL, name: feed.name, group: feed.group,
      interval: feed.pollingInterval(polling), fullText: feed.fullText,
      headers: feed.headers.compactMap { header in
        header.value.value.map { (header.name, $0.revealed) }
      }, caFile: feed.ca)
  }
}

extension Ruleset {
  fileprivate init(_ configuration: Configuration) throws {
    let routes = configuration.keywords.map {
      ($0.name, KeywordRoute(severity: $0.severity, channels: $0.channels))
    }
    self.init(
      matcher: try Matcher(configuration.keywords.map(KeywordDefinition.init)),
      routes: Dictionary(routes, uniquingKeysWith: { first, _ in first }),
      channels: configuration.channels.map(ChannelRoute.init),
      escalations: configuration.channels.compactMap { channel in
        channel.escalation.map {
          PantauCore.Escalation(channel: channel.name, wait: $0.after, next: $0.channel)
        }
      },
      maxAge: configuration.alerts.maxAge, copiesAlert: configuration.alerts.copiesAlert,
      minuteOfDay: LocalTime.minuteOfDay)
  }
}

extension ChannelRoute {
  fileprivate init(_ channel: ChannelConfiguration) {
    self.init(
      name: channel.name, showsOld: channel.target.type == "stdout",
      keywords: channel.keywords.map(Set.init), groups: channel.groups.map(Set.init),
      severity: channel.severity, events: Set(channel.events.map(\.rawValue)))
  }
}

extension KeywordDefinition {
  init(_ keyword: KeywordConfiguration) {
    self.init(
      name: keyword.name, query: keyword.query,
      meanings: keyword.meanings.map { Meaning(name: $0.name, query: $0.query) },
      alertOn: keyword.alertOn.map(Set.init), language: keyword.language,
      clitics: keyword.clitics,
      scope: KeywordScope(
        feeds: keyword.feeds, groups: keyword.groups, fields: keyword.fields.map(Set.init),
        languages: keyword.languages,
        hours: keyword.hours.map { .init(from: $0.from.minutes, to: $0.to.minutes) }),
      severity: keyword.severity, channels: keyword.channels, note: keyword.note,
      until: keyword.until.map { LocalTime.midnight(of: $0.next) })
  }
}

extension RetentionConfiguration {
  /// As the daemon keeps it.
  var settings: RetentionKeeper.Settings {
    RetentionKeeper.Settings(items: items, alerts: alerts, maxBytes: maxSizeBytes)
  }
}
