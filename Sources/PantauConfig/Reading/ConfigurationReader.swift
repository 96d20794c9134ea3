import PantauCore

/// Reads the top level and what concerns several of its parts.
struct ConfigurationReader {
  let context: ReadingContext

  /// The configuration as far as it could be read; nil only where its top level is no object.
  func read(_ node: JSONNode) -> Configuration? {
    let place = Place(node: node, path: "")
    guard
      let root = ObjectReader(
        place, keys: ConfigurationKeys.root, what: "a configuration", in: context)
    else { return nil }
    let names = KnownNames(root: root, context: context)
    for (key, example) in [("feeds", "https://example.org/rss.xml"), ("keywords", "Bontang")]
    where root[key] == nil {
      context.error(place, "lacks \"\(key)\"", "Add \"\(key)\": [\"\(example)\"].")
    }
    if let schema = root["$schema"] { _ = context.string(schema, like: "config.schema.json") }
    var feeds = FeedReader(context: context)
    var keywords = KeywordReader(context: context, names: names)
    var configuration = Configuration(
      feeds: root["feeds"].map { feeds.readAll($0) } ?? [],
      keywords: root["keywords"].map { keywords.readAll($0) } ?? [], database: database(root))
    if let place = root["channels"] {
      configuration.channels = ChannelReader(context: context, names: names).readAll(place)
    }
    readSettings(root, into: &configuration)
    reportUnheard(configuration, root)
    return configuration
  }

  private func readSettings(_ root: ObjectReader, into configuration: inout Configuration) {
    let settings = SettingsReader(context: context)
    configuration.alerts = root["alerts"].map(settings.alerts) ?? configuration.alerts
    configuration.polling = settings.polling(root["polling"], root: root.place)
    configuration.zone = root["zone"].flatMap { ZoneName.read($0, context) }
    configuration.retention = root["retention"].map(settings.retention) ?? configuration.retention
    configuration.web = root["web"].flatMap(settings.web)
  }

  private func database(_ root: ObjectReader) -> String {
    let written = root["database"].flatMap {
      context.string($0, like: DatabasePath.defaultName, what: "a path")
    }
    return DatabasePath.resolve(
      written ?? DatabasePath.defaultName, configurationDirectory: context.directory,
      environment: context.surroundings.environment)
  }

  /// A keyword that no channel takes would be logged and never heard of.
  private func reportUnheard(_ configuration: Configuration, _ root: ObjectReader) {
    guard !context.hasErrors, let place = root["keywords"], let nodes = place.node.array else {
      return
    }
    for (index, keyword) in configuration.keywords.enumerated() where nodes.indices.contains(index)
    {
      reportDeaf(keyword, configuration, place.element(index, nodes[index]))
      guard !configuration.channels.contains(where: { $0.takes(keyword) }) else { continue }
      context.warn(
        place.element(index, nodes[index]),
        "no channel takes alerts of \"\(keyword.name)\": they stand in the log only",
        "Check the channels' \"keywords\", \"severity\" and \"events\".")
    }
  }
}

extension ConfigurationReader {
  /// A keyword whose feeds and groups exclude each other would never match.
  private func reportDeaf(
    _ keyword: KeywordConfiguration, _ configuration: Configuration, _ place: Place
  ) {
    guard !keyword.feeds.isEmpty, !keyword.groups.isEmpty else { return }
    let feeds = configuration.feeds.filter { keyword.feeds.contains($0.url) }
    guard !feeds.contains(where: { feed in keyword.groups.contains { $0 == feed.group } }) else {
      return
    }
    context.warn(
      place, "none of its \"feeds\" is in one of its \"groups\": it can match nothing",
      "Leave one of the two out.")
  }
}

extension ChannelConfiguration {
  /// Whether an alert of this keyword, from some feed, may go here.
  public func takes(_ keyword: KeywordConfiguration) -> Bool {
    (keyword.channels?.contains(name) ?? true) && (keywords?.contains(keyword.name) ?? true)
      && keyword.severity >= severity && events.contains(.alertCreated)
  }
}
