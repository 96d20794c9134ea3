import PantauCore

/// Makes a feed of the elements and texts that ``XMLEvents`` reports.
///
/// One machine for RSS, RDF, Atom, CDF and sitemaps, for feeds mix their words: where an element
/// stands decides what it means (`Scope`), ``FieldSources`` which of several wins. Starts are
/// handled in `FeedBuilder+Starts.swift`, texts in `FeedBuilder+Texts.swift`.
struct FeedBuilder {
  /// What the children of an element belong to.
  enum Scope {
    /// The feed itself.
    case feed
    /// The item that is being read.
    case item
    /// A person: `author` with `name` and `email` inside.
    case person
    /// `media:group`, whose words count for the item.
    case mediaGroup
    /// `skipHours` and `skipDays`.
    case skipTimes
    /// `news:news` and `news:publication`.
    case news
    /// One part of a sitemap index.
    case part
    /// An Atom text in several forms.
    case alternatives
    /// `content:items` and what is between it and its `rdf:value`s.
    case contentItems
    /// Nothing of ours: images, sources, unknown elements.
    case elsewhere
  }

  struct Frame {
    var element: Element
    var isNative: Bool
    var scope: Scope
    /// How many bases were in force outside the element.
    var baseCount: Int
    /// The item that the element opened, counted from 1.
    var itemNumber: Int
  }

  /// How the text of an element is to be read, where its attributes say so.
  struct Pending {
    var relation: String?
    var mediaType: String?
    var length: String?
    var isPermalink = true
    var term: String?
    var textType = AtomText.text
    /// How good a form of several this is.
    var preference = 0
  }

  let limits: ParseLimits
  let kind: Prolog.Root
  var feed: FeedDraft
  /// The item that is being read, where `isInItem`.
  var item: ItemDraft
  var isInItem = false
  var frames: [Frame] = []
  var pending = Pending()
  var person: (name: String?, email: String?) = (nil, nil)
  /// The best form so far of a text that is there in several.
  var alternative: (text: String, preference: Int)?
  /// What is wanted of the text of the element that starts.
  var capture = Capture.none
  /// What was odd about the last element, for the events to say where.
  var complaint: String?
  private var bases: [String?]
  private var itemCount = 0
  /// Whether an item was kept, be it handed on by now.
  private(set) var hasItems = false
  /// Where HTML is turned into text.
  let scratch = TextBuffer()

  init(kind: Prolog.Root, format: FeedFormat, url: String?, limits: ParseLimits) {
    self.kind = kind
    self.limits = limits
    feed = FeedDraft(format: format)
    item = ItemDraft(maxListCount: limits.maxListCount)
    bases = [url]
  }

  /// Whether no item is open, or one that a reader could tell from others.
  var isItemRecognisable: Bool { !isInItem || item.isRecognisable }

  /// How many items the document had, those left out included.
  var itemsSeen: Int { itemCount }

  /// The innermost scope.
  var scope: Scope { frames.last?.scope ?? .elsewhere }

  // MARK: What is reported

  /// An element starts; says what is wanted of its text.
  mutating func start(_ name: ElementName, _ attributes: XMLAttributes) -> Capture {
    let baseCount = bases.count
    if attributes.count > 0, attributes.hasXMLPrefix { readXMLAttributes(attributes) }
    capture = .none
    frames.append(
      Frame(
        element: name.element, isNative: name.isNative, scope: scope, baseCount: baseCount,
        itemNumber: 0))
    let scope = open(name, attributes)
    frames[frames.count - 1].scope = scope
    return capture
  }

  /// The innermost element ends; `text` is what was captured of it, if anything was.
  mutating func end(_ capture: Capture, _ text: UnsafeBufferPointer<UInt8>) {
    guard let frame = frames.popLast() else { return }
    if capture != .none { take(frame, capture, text) }
    close(frame)
    if bases.count > frame.baseCount { bases.removeLast(bases.count - frame.baseCount) }
  }

  // MARK: Items

  /// Begins an item; one that was never closed ends here.
  mutating func beginItem() -> Scope {
    finishItem()
    itemCount += 1
    guard itemCount <= limits.maxItems else { return .elsewhere }
    isInItem = true
    frames[frames.count - 1].itemNumber = itemCount
    return .item
  }

  /// Keeps the item that is being read.
  mutating func finishItem() {
    guard isInItem else { return }
    isInItem = false
    if kind == .urlset, !item.isNews {
      item = ItemDraft(maxListCount: limits.maxListCount)
    } else {
      feed.items.append(item.takeItem())
      hasItems = true
    }
  }

  /// Forgets the item that is being read, for the document broke off inside it.
  ///
  /// - Returns: whether there was one.
  mutating func dropItem() -> Bool {
    guard isInItem else { return false }
    isInItem = false
    item = ItemDraft(maxListCount: limits.maxListCount)
    return true
  }

  private mutating func close(_ frame: Frame) {
    switch frame.element {
    case .author: finishPerson(isNative: frame.isNative)
    default: if frame.scope == .alternatives { finishAlternatives(of: frame.element) }
    }
    if frame.itemNumber > 0, frame.itemNumber == itemCount { finishItem() }
  }

  private mutating func finishPerson(isNative: Bool) {
    let name = person.name ?? person.email
    person = (nil, nil)
    guard let name else { return }
    if isInItem, scope == .item {
      item.addAuthor(name)
    } else if scope == .feed {
      feed.authors.appendOnce(name, limit: limits.maxListCount)
    }
  }

  // MARK: URLs

  private mutating func readXMLAttributes(_ attributes: XMLAttributes) {
    if let base = attributes.value("base", prefix: "xml") { addBase(base) }
    if frames.isEmpty || frames.count == 1, let language = attributes.value("lang", prefix: "xml") {
      feed.language.offer(language.isEmpty ? nil : language, from: .markup)
    }
  }

  /// Has relative URLs start from another base until the innermost element ends.
  mutating func addBase(_ base: String) {
    bases.append(resolve(base) ?? bases[bases.count - 1])
  }

  /// The absolute form of a URL, against the nearest `xml:base`, else the feed's own address, else
  /// its site.
  func resolve(_ reference: String?) -> String? {
    // Not `flatMap(resolve)`: naming the method would copy the whole builder.
    guard let reference else { return nil }
    if let base = bases[bases.count - 1] { return URIReference.resolve(reference, against: base) }
    return URIReference.resolve(reference, against: feed.url.value)
  }
}

extension FeedBuilder {
  /// The finished feed, taken out.
  mutating func takeFeed(warnings: [String], isComplete: Bool) -> ParsedFeed {
    if kind == .feed { feed.giveAuthors() }
    return feed.takeFeed(warnings: warnings, isComplete: isComplete)
  }

  /// The items so far, taken out; none while one of them waits for the authors of its feed.
  mutating func takeItems() -> [Item] {
    kind == .feed ? feed.takeItems() : exchange(&feed.items, with: [])
  }

  /// Whether it is time to look ahead for the feed's authors.
  var asksForAuthors: Bool { kind == .feed && feed.asksForAuthors }
}
