import PantauCore

/// Reads `feeds`.
struct FeedReader {
  let context: ReadingContext
  /// The URLs and names met so far, with the offset of the first.
  private var urls: [String: Int] = [:]
  private var names: [String: Int] = [:]

  init(context: ReadingContext) {
    self.context = context
  }

  mutating func readAll(_ place: Place) -> [FeedConfiguration] {
    guard let elements = place.node.array else {
      context.error(
        place, "is \(place.node.value.kind), not a list of feeds",
        "Write a list such as [\"https://example.org/rss.xml\"].")
      return []
    }
    if elements.isEmpty {
      context.error(
        place, "is empty: there is nothing to watch",
        "Write at least one feed, such as [\"https://example.org/rss.xml\"].")
    }
    return elements.enumerated().compactMap { read(place.element($0, $1)) }
  }

  private mutating func read(_ place: Place) -> FeedConfiguration? {
    switch place.node.value {
    case .string:
      return url(place).map { FeedConfiguration(url: $0) }
    case .object:
      return ObjectReader(place, keys: ConfigurationKeys.feed, what: "a feed", in: context)
        .flatMap { read($0) }
    default:
      context.error(
        place, "is \(place.node.value.kind), not a feed",
        "Write its URL as a string, or an object with \"url\".")
      return nil
    }
  }

  private mutating func read(_ object: ObjectReader) -> FeedConfiguration? {
    let secretParameters =
      object.strings("secretParameters", of: "parameter names", like: "token")?.map(\.0) ?? []
    let name = object["name"].flatMap { uniqueName($0) }
    var feed = FeedConfiguration(
      url: "", name: name, group: object.string("group", like: "kaltim"),
      interval: object.duration("interval", in: Limits.interval, like: "10m"),
      fullText: object.bool("fullText") ?? false,
      headers: object["headers"].map(context.headers) ?? [],
      ca: object["ca"].flatMap { context.existingFile($0, like: "ca.pem") },
      secretParameters: secretParameters)
    guard let urlPlace = object["url"] else {
      context.error(object.place, "lacks \"url\"", "Add \"url\": \"https://…\".")
      return nil
    }
    guard let url = url(urlPlace) else { return nil }
    feed.url = url
    return feed
  }

  private mutating func uniqueName(_ place: Place) -> String? {
    guard let name = context.string(place, like: "Kaltim Post") else { return nil }
    if let first = names[name] {
      context.error(
        place, "the name \"\(name)\" is taken by the feed of line \(line(first))",
        "Names tell feeds apart: write another one.")
      return nil
    }
    names[name] = place.node.start
    return name
  }

  private mutating func url(_ place: Place) -> String? {
    guard let url = context.feedURL(place) else { return nil }
    let sameness = (try? WebAddress(url))?.sameness ?? url
    if let first = urls[sameness] {
      context.error(
        place, "is the same feed as that of line \(line(first))", "Keep one of the two.")
      return nil
    }
    urls[sameness] = place.node.start
    return url
  }

  private func line(_ offset: Int) -> Int { context.position(of: offset).line }
}
