import PantauCore

/// Finds the links of a page that may lead to feeds; nothing is guessed that the page does not name.
enum FeedLinkFinder {
  /// How many links of a page are looked at for feeds.
  private static let maxLinks = 200

  static func links(in tree: HTMLTree, base: String) -> [FeedLink] {
    var found: [FeedLink] = []
    var seen: Set<String> = []
    func add(_ href: String, _ kind: FeedLink.Kind, _ title: String?) {
      guard found.count < maxLinks, let url = target(href, base: base), seen.insert(url).inserted
      else { return }
      found.append(FeedLink(url: url, kind: kind, title: title.flatMap { $0.isEmpty ? nil : $0 }))
    }
    for node in tree.nodes where node.name == "link" {
      guard let href = node["href"], namesFeed(node) else { continue }
      add(href, .link, node["title"])
    }
    for (place, node) in tree.nodes.enumerated() where node.name == "a" {
      guard let href = node["href"] else { continue }
      let text = tree.plainText(of: place)
      guard looksLikeFeed(href, text: text, title: node["title"] ?? "") else { continue }
      add(href, .anchor, text.isEmpty ? node["title"] : String(text.prefix(100)))
    }
    return found
  }

  private static func namesFeed(_ node: HTMLTree.Node) -> Bool {
    let relations = node.relations
    if relations.contains("feed") { return true }
    guard relations.contains("alternate") else { return false }
    let type = node["type"]?.lowercased().prefix { $0 != ";" }.filter { !$0.isWhitespace } ?? ""
    return FeedLink.isFeedType(type)
  }

  private static func target(_ href: String, base: String) -> String? {
    guard let url = URIReference.resolve(href, against: base), url.isWebURL else { return nil }
    return url.firstIndex(of: "#").map { String(url[..<$0]) } ?? url
  }

  // MARK: Anchors

  /// Parts of a path, whole, by which feeds are found.
  private static let pathWords: Set<String> = [
    "rss", "feed", "feeds", "atom", "rdf", "rss2", "rss.xml", "feed.xml", "atom.xml", "index.xml",
    "rss.php", "feed.php", "feed.json", "index.rdf", "index.rss", "rss.aspx",
  ]
  private static let fileEndings = [".rss", ".rdf", ".atom"]
  private static let queryWords: Set<String> = ["rss", "rss2", "atom", "feed", "rdf"]
  /// Words of an anchor's text.
  private static let textWords: Set<String> = ["rss", "atom", "feed", "feeds", "umpan"]

  private static func looksLikeFeed(_ href: String, text: String, title: String) -> Bool {
    let address = href.lowercased().prefix { $0 != "#" }
    guard !address.isEmpty, !["mailto:", "javascript:", "tel:"].contains(where: address.hasPrefix)
    else { return false }
    let halves = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = halves.first ?? ""
    if path.split(separator: "/").dropFirst(path.contains("://") ? 2 : 0).suffix(3)
      .contains(where: { pathWords.contains(String($0)) })
    {
      return true
    }
    if fileEndings.contains(where: path.hasSuffix) { return true }
    if path.hasSuffix(".xml"), ["rss", "feed", "atom", "news"].contains(where: path.contains) {
      return true
    }
    if halves.count == 2,
      halves[1].split(whereSeparator: { "&=/".contains($0) }).contains(where: {
        queryWords.contains(String($0))
      })
    {
      return true
    }
    return [text, title].contains { saysFeed($0) }
  }

  /// A short text with a feed's word: "RSS", "Umpan RSS Kaltim".
  private static func saysFeed(_ text: String) -> Bool {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.count <= 5 && words.contains { textWords.contains(String($0)) }
  }
}
