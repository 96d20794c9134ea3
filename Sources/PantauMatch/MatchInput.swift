public import FoundationEssentials
public import PantauCore

/// One item as keywords see it: plain text, and what scopes ask for.
public struct MatchInput: Sendable, Hashable {
  /// The headline.
  public var title: String?
  /// The summary.
  public var summary: String?
  /// The body.
  public var content: String?
  /// The authors; phrases do not reach from one to the next.
  public var authors: [String]
  /// The categories; phrases do not reach from one to the next.
  public var categories: [String]
  /// The article's address.
  public var url: String?
  /// The name of the feed it came in.
  public var feedName: String?
  /// The address of the feed it came in.
  public var feedURL: String?
  /// The feed's group.
  public var group: String?
  /// The feed's language, as it says itself.
  public var language: String?
  /// The minute of the day in the configured zone, from 0.
  public var minuteOfDay: Int?
  /// The moment, for keywords with an end.
  public var now: Date?

  /// Makes an input from its parts; what is not said is unknown.
  public init(
    title: String? = nil, summary: String? = nil, content: String? = nil, authors: [String] = [],
    categories: [String] = [], url: String? = nil, feedName: String? = nil, feedURL: String? = nil,
    group: String? = nil, language: String? = nil, minuteOfDay: Int? = nil, now: Date? = nil
  ) {
    self.title = title
    self.summary = summary
    self.content = content
    self.authors = authors
    self.categories = categories
    self.url = url
    self.feedName = feedName
    self.feedURL = feedURL
    self.group = group
    self.language = language
    self.minuteOfDay = minuteOfDay
    self.now = now
  }

  /// Makes an input from a parsed item and what is known of its feed.
  public init(
    _ item: Item, feedName: String? = nil, feedURL: String? = nil, group: String? = nil,
    language: String? = nil, minuteOfDay: Int? = nil, now: Date? = nil
  ) {
    self.init(
      title: item.title, summary: item.summary, content: item.content, authors: item.authors,
      categories: item.categories, url: item.url, feedName: feedName, feedURL: feedURL,
      group: group, language: language, minuteOfDay: minuteOfDay, now: now)
  }

  /// Folds the fields that are looked in, in the contract's order.
  ///
  /// - Parameters:
  ///   - fields: which ones.
  ///   - collapsing: whether each row of white space becomes one space, for regular expressions.
  ///   - findsWords: false leaves the words unknown.
  ///   - storage: what to put it into; nil makes it anew.
  /// - Returns: the text of these fields.
  func folded(
    _ fields: FieldSet, collapsing: Bool, findsWords: Bool = true, into storage: FoldedText? = nil
  ) -> FoldedText {
    let text = storage ?? FoldedText(expectedBytes: expectedBytes(fields))
    text.reset()
    forEachText(fields) { field, twin, part in
      text.append(
        collapsing ? WhiteSpace.collapsed(part) : part, as: field, and: twin,
        findsWords: findsWords)
    }
    return text
  }

  private func expectedBytes(_ fields: FieldSet) -> Int {
    var bytes = 0
    forEachText(fields) { _, _, part in bytes += part.utf8.count + 130 }
    return bytes
  }

  /// Most feeds of one body give it as summary and content: that one is read once.
  private func forEachText(
    _ fields: FieldSet, _ body: (_ field: ItemField, _ twin: FieldSet, _ text: String) -> Void
  ) {
    func add(_ field: ItemField, _ text: String?, twin: FieldSet = []) {
      guard let text, !text.isEmpty, fields.contains(FieldSet(field)) else { return }
      body(field, twin, text)
    }
    let isTwin = fields.isSuperset(of: [.summary, .content]) && summary == content
    add(.title, title)
    add(.summary, summary, twin: isTwin ? .content : [])
    if !isTwin { add(.content, content) }
    for author in authors { add(.author, author) }
    for category in categories { add(.category, category) }
    add(.url, url)
  }
}
