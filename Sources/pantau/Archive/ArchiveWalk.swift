import FoundationEssentials
import PantauMatch
import PantauStore

/// Walks the archive from its oldest item on and judges its items on two cores, while a third
/// task reads the next page.
struct ArchiveWalk {
  /// Reads a page at a time, away from those who judge.
  private actor Pages {
    private var reader: ArchiveReader

    init(_ store: Store, since: Date?) {
      reader = ArchiveReader(store, since: since, pageSize: 2 * ArchiveWalk.itemsPerTask)
    }

    func next() throws -> [ArchivedItem] {
      try Fault.failing { () throws(StoreError) in try reader.nextPage() }
    }
  }

  private static let itemsPerTask = 100

  private let pages: Pages
  private let feeds: [Int64: ArchivedFeed]

  init(_ store: Store, since: Date?, feeds: [Int64: ArchivedFeed]) {
    pages = Pages(store, since: since)
    self.feeds = feeds
  }

  /// Hands each item on with what was judged of it, in the archive's order.
  func forEach<Verdict: Sendable>(
    judging judge: @escaping @Sendable (MatchInput) -> Verdict,
    _ body: (ArchivedItem, Verdict) throws -> Void
  ) async throws {
    var page = try await pages.next()
    while !page.isEmpty {
      async let following = pages.next()
      let verdicts = await verdicts(on: page, judge)
      for (item, verdict) in zip(page, verdicts) { try body(item, verdict) }
      page = try await following
    }
  }

  private func verdicts<Verdict: Sendable>(
    on page: [ArchivedItem], _ judge: @escaping @Sendable (MatchInput) -> Verdict
  ) async -> [Verdict] {
    await withTaskGroup(of: (start: Int, verdicts: [Verdict]).self) { group in
      for start in stride(from: 0, to: page.count, by: Self.itemsPerTask) {
        let part = page[start..<min(start + Self.itemsPerTask, page.count)]
        group.addTask {
          (start, part.map { judge(MatchInput($0, of: feeds[$0.feedID])) })
        }
      }
      var parts: [(start: Int, verdicts: [Verdict])] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.start < $1.start }.flatMap(\.verdicts)
    }
  }
}
