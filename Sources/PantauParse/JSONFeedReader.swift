import FoundationEssentials
import PantauCore

/// JSON Feed 1.0 and 1.1 (jsonfeed.org), read as its writers write it: values of the wrong type
/// are missing values.
struct JSONFeedReader {
  private let limits: ParseLimits
  private var warnings: WarningLog
  private var feed: FeedDraft
  private let base: String?

  /// Reads a document that lies elsewhere than in an array.
  static func result(
    _ bytes: UnsafeBufferPointer<UInt8>, url: String?, limits: ParseLimits, warnings: WarningLog
  ) -> Result<ParsedFeed, NotAFeed> {
    do throws(NotAFeed) {
      return .success(try read(Array(bytes), url: url, limits: limits, warnings: warnings))
    } catch {
      return .failure(error)
    }
  }

  /// Reads a document.
  ///
  /// - Throws: ``NotAFeed`` where it is broken or no feed.
  static func read(
    _ bytes: [UInt8], url: String?, limits: ParseLimits, warnings: WarningLog
  ) throws(NotAFeed) -> ParsedFeed {
    let root: JSONNode
    do {
      root = try JSONReader.read(bytes, tolerant: true)
    } catch {
      let place = TextPosition(of: error.offset, in: bytes)
      throw NotAFeed(
        looks: .brokenJSON(line: place.line, column: place.column, problem: error.problem))
    }
    guard let format = format(of: root) else { throw NotAFeed(looks: .otherJSON) }
    var reader = JSONFeedReader(
      limits: limits, warnings: warnings, feed: FeedDraft(format: format),
      base: url ?? root["feed_url"]?.string)
    reader.readFeed(root)
    return reader.feed.takeFeed(warnings: reader.warnings.sentences, isComplete: true)
  }

  private static func format(of root: JSONNode) -> FeedFormat? {
    guard let version = root["version"]?.string?.lowercased(), version.contains("jsonfeed.org")
    else { return nil }
    let isNewer = version.hasSuffix("/1.1") || version.hasSuffix("/1.1/")
    return isNewer ? .jsonFeed11 : .jsonFeed10
  }

  private mutating func readFeed(_ root: JSONNode) {
    feed.title.offer(plain(root["title"]), from: .own)
    feed.url.offer(url(root["home_page_url"]), from: .own)
    feed.language.offer(plain(root["language"]), from: .own)
    feed.selfURL = url(root["feed_url"])
    feed.hub = hub(of: root["hubs"])
    feed.authors = authors(of: root)
    let items = root["items"]?.array ?? []
    if items.count > limits.maxItems {
      warnings.add("the feed has \(items.count) items; the first \(limits.maxItems) were kept")
    }
    for (index, node) in items.prefix(limits.maxItems).enumerated() {
      guard case .object = node.value else {
        warnings.add("items[\(index)] is \(node.value.kind) and was left out")
        continue
      }
      feed.items.append(item(node, at: index))
    }
  }

  private mutating func item(_ node: JSONNode, at index: Int) -> Item {
    var draft = ItemDraft(maxListCount: limits.maxListCount)
    draft.guid = identifier(node["id"])
    draft.url.offer(url(node["url"]), from: .own)
    draft.url.offer(url(node["external_url"]), from: .outside)
    draft.title.offer(plain(node["title"]), from: .own)
    draft.summary.offer(plain(node["summary"]), from: .own)
    draft.addBody(plain(node["content_text"]) ?? "")
    draft.addBody(html(node["content_html"]) ?? "")
    let own = authors(of: node)
    draft.authors = own.isEmpty ? feed.authors : own
    for tag in node["tags"]?.array ?? [] { draft.addCategory(plain(tag) ?? "") }
    draft.published.offer(date(node["date_published"], at: index), from: .own)
    draft.updated.offer(date(node["date_modified"], at: index), from: .own)
    for attachment in node["attachments"]?.array ?? [] {
      guard let url = url(attachment["url"]) else { continue }
      let length = attachment["size_in_bytes"]?.int.flatMap { $0 >= 0 ? $0 : nil }
      draft.addEnclosure(
        Enclosure(url: url, type: attachment["mime_type"]?.string, length: length))
    }
    return draft.takeItem()
  }

  private func hub(of hubs: JSONNode?) -> String? {
    let all = hubs?.array ?? []
    let webSub = all.first { $0["type"]?.string?.lowercased() == "websub" } ?? all.first
    return url(webSub?["url"])
  }

  private func authors(of node: JSONNode) -> [String] {
    var names: [String] = []
    let all = (node["authors"]?.array ?? []) + (node["author"].map { [$0] } ?? [])
    for author in all {
      let name = plain(author["name"]) ?? plain(author)
      if let name { names.appendOnce(name, limit: limits.maxListCount) }
    }
    return names
  }

  /// An id; numbers are taken as written, for generators forget the quotes.
  private func identifier(_ node: JSONNode?) -> String? {
    switch node?.value {
    case .string(let text): text.trimmed.isEmpty ? nil : text.trimmed
    case .number(let text): text
    default: nil
    }
  }

  private func url(_ node: JSONNode?) -> String? {
    guard let text = node?.string?.trimmed, !text.isEmpty else { return nil }
    return URIReference.resolve(text, against: base)
  }

  private func plain(_ node: JSONNode?) -> String? {
    guard var text = node?.string else { return nil }
    return text.withUTF8 { PlainText.collapse(bounded($0)) }
  }

  private func html(_ node: JSONNode?) -> String? {
    guard var text = node?.string else { return nil }
    let plain = text.withUTF8 { HTMLText.plainText(bounded($0)) }
    return plain.isEmpty ? nil : plain
  }

  /// The bytes up to the limit of one text.
  private func bounded(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard bytes.count > limits.maxTextBytes else { return bytes }
    var end = limits.maxTextBytes
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[..<end])
  }

  private mutating func date(_ node: JSONNode?, at index: Int) -> Date? {
    guard var text = node?.string else { return nil }
    if let date = text.withUTF8({ FeedDate.parse($0) }) { return date }
    if !text.trimmed.isEmpty {
      warnings.add("items[\(index)]: the date “\(text.prefix(60))” cannot be read; it is left out")
    }
    return nil
  }
}
