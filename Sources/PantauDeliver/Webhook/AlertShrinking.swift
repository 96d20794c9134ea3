import PantauCore

extension Alert {
  /// The alert with long texts cut and long lists shortened until its JSON has at most so many
  /// bytes; unchanged where it fits.
  ///
  /// A URL is kept whole or left out: half a link leads nowhere.
  ///
  /// - Parameter limit: bytes; from about 16,000 on every alert can be made to fit.
  /// - Returns: the alert, shortened where need be.
  func fitting(bytes limit: Int) -> Alert {
    var fitted = self
    for budget in [4_000, 1_000, 250, 60] {
      guard fitted.jsonBytes > limit else { break }
      fitted = shrunk(texts: budget, lists: max(5, budget / 20))
    }
    return fitted
  }

  private var jsonBytes: Int {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes.count
  }

  private func shrunk(texts: Int, lists: Int) -> Alert {
    func cut(_ text: String) -> String { TextCut.cut(text, to: texts, .bytes) }
    func cut(_ texts: [String]) -> [String] { texts.prefix(lists).map { cut($0) } }
    func whole(_ url: String) -> Bool { url.utf8.count <= max(texts, 500) }
    var alert = self
    alert.keywords = cut(keywords)
    alert.matches = matches.prefix(lists).map { match in
      KeywordMatch(
        keyword: cut(match.keyword), field: match.field, text: cut(match.text),
        excerpt: cut(match.excerpt), meaning: match.meaning.map(cut), because: cut(match.because))
    }
    alert.item.title = item.title.map(cut)
    alert.item.summary = item.summary.map(cut)
    alert.item.authors = cut(item.authors)
    alert.item.categories = cut(item.categories)
    alert.item.guid = item.guid.flatMap { whole($0) ? $0 : nil }
    alert.item.url = item.url.flatMap { whole($0) ? $0 : nil }
    alert.feed.name = cut(feed.name)
    alert.feed.group = feed.group.map(cut)
    alert.feed.url = whole(feed.url) ? feed.url : ""
    alert.story.sources = cut(story.sources)
    return alert
  }
}
