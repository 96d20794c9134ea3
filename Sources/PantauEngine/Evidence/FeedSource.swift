import PantauCore
import PantauEvidence
import PantauHTTP
import PantauParse

/// A document as received, for as long as its items are matched.
struct FeedSource: Sendable {
  private let head: AnswerHead
  private let format: FeedFormat
  private let items: [Item]
  private let body: [UInt8]
  private let isPacked: Bool

  /// How many bytes may be parsed anew to prove where items stand: a feed of thousands of alerts with
  /// a long beginning is kept whole instead.
  private static let maxProofBytes = 32_000_000

  init(_ head: AnswerHead, body: [UInt8], feed: ParsedFeed) {
    self.head = head
    (format, items) = (feed.format, feed.items)
    self.body = body
    isPacked = false
  }

  /// Holds it packed, for documents that wait for others.
  init(_ head: AnswerHead, packing body: [UInt8], feed: ParsedFeed) {
    self.head = head
    (format, items) = (feed.format, feed.items)
    self.body = Packing.pack(body)
    isPacked = true
  }

  /// Where items stand among its own, by what they are known by.
  fileprivate func places() -> (Item) -> Int? {
    let byName = Dictionary(grouping: items.indices) { Self.name(of: items[$0]) }
    return { item in byName[Self.name(of: item)]?.first { items[$0] == item } }
  }

  private static func name(of item: Item) -> String {
    item.guid ?? item.url ?? item.title ?? ""
  }

  /// The evidence for some of its items, by their places among them.
  ///
  /// Their own bytes and what stands before the first item; where one is not found for sure, the
  /// whole document.
  fileprivate func evidence(for indices: Set<Int>) -> [Int: Evidence] {
    guard let body = isPacked ? try? Packing.unpack(self.body) : self.body else { return [:] }
    let locator = ItemLocator(
      body, format: format, contentType: head.contentType, url: head.url)
    var found: [Int: [UInt8]] = [:]
    let proofBytes = (locator.head?.count ?? 0) * indices.count
    for index in indices where proofBytes <= Self.maxProofBytes {
      found[index] = locator.place(of: items[index], at: index).map { Packing.pack(body[$0]) }
    }
    let start = found.count == indices.count ? locator.head : nil
    let capture = Capture(.feed, head, body, keeping: start)
    return Dictionary(
      uniqueKeysWithValues: indices.map { index in
        (index, Evidence(capture: capture, item: found[index]))
      })
  }
}

extension [FeedSource] {
  /// Gives each alert of a poll what shows later that its item was there.
  ///
  /// - Parameters:
  ///   - changes: what is new.
  ///   - alerted: the places of those with an alert.
  /// - Returns: how many bytes are kept.
  func attachEvidence(to changes: inout [ItemChange], at alerted: [Int]) -> Int {
    guard !alerted.isEmpty else { return 0 }
    var bytes = 0
    for source in self {
      let place = source.places()
      var places: [Int: Int] = [:]
      for index in alerted where changes[index].evidence == nil {
        places[index] = place(changes[index].item)
      }
      guard !places.isEmpty else { continue }
      let evidence = source.evidence(for: Set(places.values))
      bytes += evidence.first?.value.capture.content.count ?? 0
      for (index, place) in places {
        changes[index].evidence = evidence[place]
        bytes += evidence[place]?.item?.count ?? 0
      }
    }
    return bytes
  }
}

extension Capture {
  /// What is kept of a body: the bytes of a range, or all of it.
  fileprivate convenience init(
    _ kind: Kind, _ head: AnswerHead, _ body: [UInt8], keeping range: Range<Int>? = nil
  ) {
    self.init(
      kind: kind, url: head.shownURL, receivedAt: head.receivedAt, head: head.lines,
      bodyBytes: body.count, bodyDigest: Digest.sha256(body), isWhole: range == nil,
      content: Packing.pack(range.map { body[$0] } ?? body[...]))
  }

  /// An article's page; nil where none came.
  convenience init?(page result: FetchResult) {
    guard case .response(let response) = result.outcome else { return nil }
    self.init(.page, AnswerHead(result, response), response.body)
  }
}

extension ItemChange {
  /// The item as the document says it.
  fileprivate var item: Item {
    switch self {
    case .new(let item, _, _, _), .changed(_, let item, _, _): item
    }
  }

  fileprivate var draft: AlertDraft? {
    switch self {
    case .new(_, _, let draft, _), .changed(_, _, _, let draft): draft
    }
  }

  /// What its alert keeps; nil where it raises none.
  var evidence: Evidence? {
    get { draft?.evidence }
    set {
      guard var draft else { return }
      draft.evidence = newValue
      switch self {
      case .new(let item, let keys, _, let print): self = .new(item, keys, draft, print)
      case .changed(let id, let item, let keys, _): self = .changed(id, item, keys, draft)
      }
    }
  }
}
