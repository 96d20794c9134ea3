import FoundationEssentials

extension Alert {
  /// Reads the contract's alert object, as the archive keeps it.
  ///
  /// - Returns: nil where id, time or keywords are missing.
  public init?(json: JSONNode) {
    guard let id = json["id"]?.string, let time = json["time"]?.instant,
      let keywords = json["keywords"]?.strings
    else { return nil }
    self.init(
      id: id, type: json["type"]?.string ?? Alert.created, time: time,
      severity: json["severity"]?.string.flatMap(Severity.init(rawValue:)) ?? .normal,
      keywords: keywords, matches: (json["matches"]?.array ?? []).compactMap(KeywordMatch.init),
      item: AlertItem(json: json["item"]), feed: AlertFeed(json: json["feed"]),
      story: AlertStory(json: json["story"]), seen: json["seen"]?.instant ?? time,
      muted: json["muted"]?.bool ?? false, old: json["old"]?.bool ?? false)
  }
}

extension KeywordMatch {
  fileprivate init?(_ json: JSONNode) {
    guard let keyword = json["keyword"]?.string,
      let field = json["field"]?.string.flatMap(ItemField.init(rawValue:))
    else { return nil }
    self.init(
      keyword: keyword, field: field, text: json["text"]?.string ?? "",
      excerpt: json["excerpt"]?.string ?? "", meaning: json["meaning"]?.string,
      because: json["because"]?.strings ?? [])
  }
}

extension AlertItem {
  fileprivate init(json: JSONNode?) {
    let item = Item(
      guid: json?["guid"]?.string, url: json?["url"]?.string, title: json?["title"]?.string,
      summary: json?["summary"]?.string, authors: json?["authors"]?.strings ?? [],
      categories: json?["categories"]?.strings ?? [], published: json?["published"]?.instant)
    self.init(id: Int64(json?["id"]?.int ?? 0), item)
  }
}

extension AlertFeed {
  fileprivate init(json: JSONNode?) {
    self.init(
      name: json?["name"]?.string ?? "", url: json?["url"]?.string ?? "",
      group: json?["group"]?.string)
  }
}

extension AlertStory {
  fileprivate init(json: JSONNode?) {
    self.init(
      id: Int64(json?["id"]?.int ?? 0), copies: json?["copies"]?.int ?? 1,
      sources: json?["sources"]?.strings ?? [])
  }
}

extension JSONNode {
  /// The instant, where this is a string as ``ISO8601`` writes it.
  fileprivate var instant: Date? { string.flatMap(ISO8601.read) }
}
