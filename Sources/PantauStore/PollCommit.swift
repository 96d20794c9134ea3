public import FoundationEssentials
import GRDB
public import PantauCore

/// What a group of polls changed in the archive.
public struct CommitSummary: Sendable {
  /// New items by feed; feeds without any are left out.
  public var newItems: [Int64: Int] = [:]
  /// How many items changed.
  public var changedItems = 0
  /// The alerts raised, as stored, in order.
  public var alerts: [Alert] = []
  /// The channels that have new deliveries waiting.
  public var channels: Set<String> = []
}

extension Store {
  /// Stores a group of polls with their items, alerts, notices and deliveries in one transaction.
  ///
  /// - Parameters:
  ///   - records: the polls; of one feed at most one.
  ///   - now: when they are stored.
  /// - Returns: what was new.
  /// - Throws: ``StoreError``; then nothing of the group was stored.
  public func commit(_ records: [PollRecord], now: Date) throws(StoreError) -> CommitSummary {
    try write { db in
      let commit = try PollCommit(db, now: now)
      var summary = CommitSummary()
      for record in records { try commit.store(record, &summary) }
      return summary
    }
  }
}

/// The statements of one group commit.
private struct PollCommit {
  private let db: Database
  private let now: Date
  private let items: ItemStatements
  private let alerts: AlertStatements
  private let updateFeed: PreparedStatement

  init(_ db: Database, now: Date) throws {
    self.db = db
    self.now = now
    items = try ItemStatements(db)
    alerts = try AlertStatements(db)
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
        new_items = :news, item_count = item_count + :news, polls = polls + 1
      WHERE id = :id
      """)
  }

  func store(_ record: PollRecord, _ summary: inout CommitSummary) throws {
    var news = 0
    for change in record.changes {
      switch change {
      case .new(let item, let keys, let draft):
        guard
          let id = try items.insert(item, keys, feedID: record.feedID, record.health.polledAt)
        else { continue }
        news += 1
        guard let draft else { continue }
        try raise(draft, item, id, record.feedID, known: [], &summary)
      case .changed(let id, let item, let keys, let draft):
        try items.update(id, item, keys, feedID: record.feedID, now)
        summary.changedItems += 1
        guard let draft else { continue }
        let known = try alerts.keywords(raisedByStory: id)
        try raise(draft, item, id, record.feedID, known: known, &summary)
      }
    }
    if news > 0 { summary.newItems[record.feedID, default: 0] += news }
    try update(record, news: news)
    guard !record.notices.isEmpty else { return }
    let notices = try NoticeStatements(db)
    for notice in record.notices {
      try notices.insert(notice)
      summary.channels.formUnion(notice.channels)
    }
  }

  private func raise(
    _ draft: AlertDraft, _ item: Item, _ id: Int64, _ feedID: Int64, known: Set<String>,
    _ summary: inout CommitSummary
  ) throws {
    let story = AlertStory(id: id, copies: 1, sources: [draft.feed.name])
    let mutes = try alerts.mutes(at: now)
    guard
      let (alert, channels) = draft.alert(
        for: AlertItem(id: id, item), in: story, without: known, muted: Set(mutes.keys))
    else { return }
    let mute = alert.muted ? alert.keywords.lazy.compactMap { mutes[$0] }.first : nil
    try alerts.insert(alert, feedID: feedID, channels: channels, mute: mute, now)
    summary.alerts.append(alert)
    summary.channels.formUnion(channels)
  }

  /// Binds in the order in which the names first appear in the statement.
  private func update(_ record: PollRecord, news: Int) throws {
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
      row.bind(record.feedID)
    }
  }
}
