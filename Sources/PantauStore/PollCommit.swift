public import FoundationEssentials
import GRDB
public import PantauCore
import PantauStories
import Synchronization

/// What a group of polls changed in the archive.
public struct CommitSummary: Sendable {
  /// New items by feed; feeds without any are left out.
  public var newItems: [Int64: Int] = [:]
  /// How many items changed.
  public var changedItems = 0
  /// The alerts raised, as stored, in order.
  public var alerts: [Alert] = []
  /// Items that joined a story with alerts, in order: what `alert.updated` tells.
  public var copies: [StoryCopy] = []
  /// The channels that have new deliveries waiting.
  public var channels: Set<String> = []
  /// The surges that began, in order.
  public var surges: [Surge] = []
  /// How many articles have come in line.
  public var waitingArticles = 0
}

extension Store {
  /// Stores a group of polls with their items, alerts, notices and deliveries in one transaction.
  ///
  /// In the order in which the answers came, so that of copies in one group the first one seen
  /// begins the story.
  ///
  /// - Parameters:
  ///   - records: the polls; of one feed at most one.
  ///   - now: when they are stored.
  /// - Returns: what was new.
  /// - Throws: ``StoreError``; then nothing of the group was stored.
  public func commit(_ records: [PollRecord], now: Date) throws(StoreError) -> CommitSummary {
    try commit(now: now) { commit, index in try commit.store(records, &index) }
  }

  /// Stores what came of an article: its text becomes the item's content, what its page calls its own
  /// URL is known as the item's, and the alert that it raises goes out, in one transaction.
  ///
  /// - Parameters:
  ///   - record: what came of it.
  ///   - now: when it is stored.
  /// - Returns: the alert raised, if any, and the channels that have it.
  /// - Throws: ``StoreError``; then the article waits on.
  public func commit(_ record: ArticleRecord, now: Date) throws(StoreError) -> CommitSummary {
    try commit(now: now) { commit, index in try commit.store(record, &index) }
  }

  /// Writes in one transaction; what a failed one has added to the index of stories is taken back.
  private func commit(
    now: Date, _ body: (inout PollCommit, inout StoryIndex) throws -> Void
  ) throws(StoreError) -> CommitSummary {
    try loadKeys()
    return try stories.withLock { index throws(StoreError) in
      let mark = index.mark
      do throws(StoreError) {
        let (summary, keys) = try write { db in
          var commit = try PollCommit(db, now: now, keyLog)
          try body(&commit, &index)
          return (commit.summary, try commit.keepKeys())
        }
        keyLog.apply(keys)
        return summary
      } catch {
        index.rollBack(to: mark)
        throw error
      }
    }
  }
}

/// The statements of one group commit, and what they changed.
struct PollCommit {
  private let db: Database
  private let now: Date
  private let items: ItemStatements
  private let alerts: AlertStatements
  private let stories: StoryStatements
  private let articles: ArticleStatements
  private var evidence: EvidenceStatements
  private let updateFeed: PreparedStatement
  private let updateTitle: Statement
  /// Made for the first alert; most groups raise none.
  private var surges: SurgeStatements?
  private(set) var summary = CommitSummary()
  private var indexed: [StoryIndex.Member] = []
  /// The title of the feed at hand, which is stored with its poll.
  private var newTitle: (title: String, feed: Int64)?

  init(_ db: Database, now: Date, _ keyLog: KeyLog) throws {
    self.db = db
    self.now = now
    items = try ItemStatements(db, keyLog)
    alerts = try AlertStatements(db)
    stories = try StoryStatements(db, now: now)
    articles = ArticleStatements(db, now: now)
    evidence = EvidenceStatements(db)
    updateTitle = try db.cachedStatement(
      sql: "UPDATE feeds SET title = ?1 WHERE id = ?2 AND title IS NOT ?1")
    updateFeed = try PreparedStatement(
      db,
      """
      UPDATE feeds SET
        title = coalesce(:title, title),
        entity_tag = iif(:replaces, :tag, entity_tag),
        last_modified = iif(:replaces, :modified, last_modified),
        validators_url = iif(:replaces, :origin, validators_url),
        body_hash = coalesce(:hash, body_hash),
        rhythm = :rhythm, next_due_ms = :due, is_gone = :gone,
        last_poll_ms = :polled,
        last_success_ms = iif(:error IS NULL, :polled, last_success_ms),
        last_news_ms = iif(:news > 0, :polled, last_news_ms),
        failing_since_ms = iif(:error IS NULL, NULL, coalesce(failing_since_ms, :polled)),
        failures = iif(:error IS NULL, 0, failures + 1),
        last_status = :status, last_note = :note, last_error = :error,
        first_byte_ms = :first, total_ms = :total, body_bytes = :bytes,
        new_items = :news, item_count = item_count + :news, polls = polls + 1,
        shown_items = coalesce(:shown, shown_items)
      WHERE id = :id
      """)
  }

  /// Writes the group's keys down, behind all that it stores.
  func keepKeys() throws -> KeyLog.Change { try items.keepKeys() }

  mutating func store(_ records: [PollRecord], _ index: inout StoryIndex) throws {
    let changes = records.reduce(0) { $0 + $1.changes.count }
    if changes > 0 { try stories.catchUp(&index) }
    items.reserve(changes)
    indexed.reserveCapacity(changes)
    for record in records.sorted(by: { $0.health.polledAt < $1.health.polledAt }) {
      try store(record, &index)
    }
    try stories.keep(indexed, &index)
  }

  private mutating func store(_ record: PollRecord, _ index: inout StoryIndex) throws {
    var news = 0
    var brought: [Int64] = []
    brought.reserveCapacity(record.changes.count)
    newTitle = record.feedTitle.map { ($0, record.feedID) }
    let seen = record.health.polledAt
    for change in record.changes {
      switch change {
      case .new(let item, let keys, let draft, let print):
        guard let id = try items.insert(item, keys, feedID: record.feedID, seen) else { continue }
        news += 1
        if let wish = record.articles, wish.covers(item) {
          try articles.wait(for: item, id, feedID: record.feedID, wish)
          summary.waitingArticles += 1
        }
        brought.append(id)
        let place =
          try print.map {
            try stories.place(id, item, $0, feedID: record.feedID, seen: seen, &index, &indexed)
          } ?? StoryPlace(story: id)
        try tell(draft, of: item, id, in: place, record.feedID)
      case .changed(let known, var item, let keys, let draft):
        // What was read on the page is not lost by a correction in the feed.
        if let full = try articles.text(of: known), full.utf8.count > item.content?.utf8.count ?? 0
        {
          item.content = full
        }
        let id = try items.update(
          known, item, keys, feedID: record.feedID, now, seen: seen)
        summary.changedItems += 1
        guard let draft else { continue }
        let story = try stories.story(of: id)
        let raised = try alerts.raised(byStory: story)
        if let told = raised.first(where: { $0.item == id })?.alert {
          try tellUpdate(draft, of: told, raised) { $0.item = AlertItem(id: id, item) }
        }
        _ = try raise(draft, item, id, raised, story, record.feedID)
      }
    }
    try items.noteShown(record.shownAgain, feedID: record.feedID, seen)
    let shown = try record.shown.flatMap {
      try ShownItems(db).note($0, new: brought, feedID: record.feedID, seen)
    }
    if news > 0 { summary.newItems[record.feedID, default: 0] += news }
    try update(record, news: news, shown: shown)
    if !record.rests.isEmpty { try HostRests.store(record.rests, now: now, in: db) }
    if !record.parts.isEmpty {
      try Self.store(record.parts, ofFeed: record.feedID, in: db)
    }
    guard !record.notices.isEmpty else { return }
    let notices = try NoticeStatements(db)
    for notice in record.notices {
      try notices.insert(notice)
      summary.channels.formUnion(notice.channels)
    }
  }

  /// Stores what came of an article; raises the keywords that the item has not raised yet.
  mutating func store(_ article: ArticleRecord, _ index: inout StoryIndex) throws {
    let id = article.itemID
    try articles.finish(article)
    guard case .read(let text, let draft) = article.outcome, var item = try alerts.item(id),
      let origin = try articles.origin(of: id)
    else { return }
    if let link = article.link {
      items.add(alias: link, of: id, feedID: origin.feed, now)
    }
    if item.content != text { try articles.setText(text, of: id) }
    item.content = text
    try raise(article, draft, item, origin, &index)
    if let page = article.page { try evidence.keep(page, ofItem: id) }
  }

  /// Raises what an article says, in the story that its whole text shows it to tell.
  private mutating func raise(
    _ article: ArticleRecord, _ draft: AlertDraft?, _ item: Item, _ origin: ArticleOrigin,
    _ index: inout StoryIndex
  ) throws {
    let id = article.itemID
    if origin.isAlone, let print = article.print {
      try stories.catchUp(&index)
      let place = try stories.place(
        id, item, print, feedID: origin.feed, seen: origin.seen, &index, &indexed)
      try stories.keep(indexed, &index)
      return try tell(draft, of: item, id, in: place, origin.feed)
    }
    guard let draft else { return }
    let story = try stories.story(of: id)
    let raised = try alerts.raised(byStory: story)
    _ = try raise(draft, item, id, raised, story, origin.feed)
  }

  /// Tells channels that ask for it what became of an alert: another copy, another text.
  private mutating func tellUpdate(
    _ draft: AlertDraft, of alert: Int64, _ raised: [StoryAlert],
    change: (inout Alert) -> Void = { _ in }
  ) throws {
    let keywords = Set(raised.map(\.keyword))
    var told = draft
    told.raised.removeAll { !keywords.contains($0.match.keyword) }
    let muted = Set(try alerts.mutes(at: now).keys)
    let channels = told.channels(taking: Alert.updated, muted: muted)
    guard
      try alerts.tellUpdate(of: alert, id: draft.updateID, to: channels, now, change: change)
    else { return }
    summary.channels.formUnion(channels)
  }

  /// Raises what a new item says for the first time, and tells its story's alerts of a copy.
  private mutating func tell(
    _ draft: AlertDraft?, of item: Item, _ id: Int64, in place: StoryPlace, _ feedID: Int64
  ) throws {
    guard let verdict = place.verdict else {
      if let draft { _ = try raise(draft, item, id, [], place.story, feedID) }
      return
    }
    let raised = try alerts.raised(byStory: place.story)
    let heard = verdict.isCopy ? raised : []
    let silenced = try draft.map { try raise($0, item, id, heard, place.story, feedID) } ?? []
    guard !raised.isEmpty else { return }
    let told = try alerts.update(summary(of: place.story))
    if let draft, let first = told.min() { try tellUpdate(draft, of: first, raised) }
    summary.copies.append(
      StoryCopy(
        item: id, story: place.story, likeness: verdict.likeness, silenced: silenced, alerts: told))
  }

  /// Raises the keywords that the story has not raised yet; returns those it is silent for.
  private mutating func raise(
    _ draft: AlertDraft, _ item: Item, _ id: Int64, _ raised: [StoryAlert], _ story: Int64,
    _ feedID: Int64
  ) throws -> [String] {
    let silence = try StorySilence(draft, item, id, raised) { try alerts.item($0) }
    for (keyword, alert) in silence.copies { try alerts.silence(keyword, of: id, by: alert) }
    let silenced = silence.copies.map(\.keyword)
    let described =
      story == id && raised.isEmpty
      ? AlertStory(id: id, copies: 1, sources: [draft.feed.name])
      : try summary(of: story)
    let mutes = try alerts.mutes(at: now)
    guard
      let (alert, channels) = draft.alert(
        for: AlertItem(id: id, item), in: described, without: silence.keywords,
        muted: Set(mutes.keys))
    else { return silenced }
    let known = Set(raised.map(\.keyword))
    let counted = draft.countsNow ? alert.keywords.filter { !known.contains($0) } : []
    let sequence = try alerts.insert(
      alert, feedID: feedID, channels: channels, mutes: mutes, counted: counted, now)
    if let kept = draft.evidence { try evidence.keep(kept, ofAlert: sequence) }
    try alerts.plan(draft.escalations, of: alert, to: channels)
    summary.alerts.append(alert)
    summary.channels.formUnion(channels)
    for keyword in counted { try tellSurge(of: keyword, draft, muted: mutes[keyword] != nil) }
    return silenced
  }

  /// A story as alerts show it; it names its sources, of which the feed at hand may be one.
  private mutating func summary(of story: Int64) throws -> AlertStory {
    if let (title, feed) = newTitle.take() { try updateTitle.execute(arguments: [title, feed]) }
    return try stories.summary(of: story)
  }

  /// Tells of the surge that a keyword's story began, if it did; one that no channel asks for, or
  /// whose keyword is muted, stands in the log all the same.
  private mutating func tellSurge(
    of keyword: String, _ draft: AlertDraft, muted: Bool
  ) throws {
    let statements = try surges ?? SurgeStatements(db, now: now)
    surges = statements
    guard let surge = try statements.begun(by: keyword) else { return }
    let raised = draft.raised.first { $0.match.keyword == keyword }
    let channels = muted ? [] : raised?.eventChannels[Alert.surge] ?? []
    var generator = SystemRandomNumberGenerator()
    let notice = surge.notice(id: ULID(at: now, using: &generator).description)
    try NoticeStatements(db).insert(RoutedNotice(notice, to: channels))
    summary.surges.append(surge)
    summary.channels.formUnion(channels)
  }

  /// Binds in the order in which the names first appear in the statement.
  private func update(_ record: PollRecord, news: Int, shown: [UInt8]?) throws {
    let health = record.health
    try updateFeed.run { row in
      row.bind(record.feedTitle)
      row.bind(record.validators != nil)
      row.bind(record.validators?.entityTag)
      row.bind(record.validators?.lastModified)
      row.bind(record.validatorsURL)
      row.bind(record.bodyHash)
      row.bind(record.rhythm)
      row.bind(record.nextDue)
      row.bind(health.isGone)
      row.bind(health.polledAt)
      row.bind(health.error)
      row.bind(news)
      row.bind(health.status)
      row.bind(health.note)
      row.bind(health.firstByte?.wholeMilliseconds)
      row.bind(health.total?.wholeMilliseconds)
      row.bind(health.bytes)
      row.bind(shown)
      row.bind(record.feedID)
    }
  }
}
