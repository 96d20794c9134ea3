import Crypto
import FoundationEssentials
public import PantauCore

/// Decides what an item is known again by within its feed.
public enum ItemIdentity {
  /// The keys of an item: its guid, else its link, else title and date.
  ///
  /// - Parameter item: the item as parsed.
  /// - Returns: keys that stay the same as long as the feed shows the same article.
  public static func keys(of item: Item) -> ItemKeys {
    var hasher = KeyHasher()
    let identity: Key128
    let url = item.url.map(CanonicalURL.of)
    if let guid = item.guid, !guid.isEmpty {
      identity = hasher.key("guid", guid)
    } else if let url, !url.isEmpty {
      identity = hasher.key("link", url)
    } else {
      let date = item.published.map(ISO8601.text) ?? ""
      let text = item.title ?? item.summary ?? item.content ?? ""
      identity = hasher.key("title", text, date)
    }
    let link = url.map { key($0) }
    let text = textKeys(of: item, url: url)
    var keys = ItemKeys(
      identity: identity, link: link?.number ?? 0, title: item.title.map { key($0).number } ?? 0,
      text: text.number)
    keys.aliases = aliases(of: item, url: url, link: link)
    keys.aliases.text = text.alias
    return keys
  }

  /// What an item is recognised by under another guid, but its text.
  private static func aliases(of item: Item, url: String?, link: Key128?) -> ItemAliases {
    var aliases = ItemAliases()
    if let url, isArticle(url) { aliases.link = link }
    // With the title, for one feed may show several sites that count their articles alike.
    if let guid = item.guid, let title = item.title, let path = localPart(of: guid) {
      aliases.path = key(path, title)
    }
    return aliases
  }

  /// What an item is recognised by whose page calls this its canonical URL; nil where that is the
  /// address of a site and no article's own.
  public static func linkKey(of url: String) -> Key128? {
    let url = CanonicalURL.of(url)
    return isArticle(url) ? key(url) : nil
  }

  /// The address of the site itself, or of a section without a path, is no article's own.
  private static func isArticle(_ canonical: String) -> Bool {
    var slashes = 0
    return canonical.utf8.contains { byte in
      if byte == UInt8(ascii: "/") { slashes += 1 }
      return slashes > 2
    }
  }

  /// A guid that is a URL of the web, without scheme and host; nil for others and where little is left.
  private static func localPart(of guid: String) -> String? {
    let utf8 = guid.utf8
    guard let start = ["http://", "https://"].first(where: guid.hasPrefix)?.utf8.count,
      let slash = utf8.dropFirst(start).firstIndex(of: UInt8(ascii: "/")),
      utf8.distance(from: slash, to: utf8.endIndex) > 4
    else { return nil }
    return String(guid[slash...])
  }

  /// The identity of an item whose guid stands for another article already: guid, link and title.
  public static func distinctIdentity(of item: Item) -> Key128 {
    var hasher = KeyHasher()
    return hasher.key("distinct", item.guid ?? "", item.url ?? "", item.title ?? "")
  }

  /// Whether an item is another article than the one that is known by its identity: both link and
  /// title differ.
  ///
  /// - Parameters:
  ///   - item: the item.
  ///   - keys: its keys.
  ///   - known: those of the other one.
  ///   - isRepeated: whether one document shows that identity for several titles, so that it tells
  ///     nothing; then the title decides, unless a guid and an article's link both say the same.
  /// - Returns: whether it is an item of its own.
  public static func isAnother(
    _ item: Item, _ keys: ItemKeys, than known: ItemKeys, isRepeated: Bool = false
  ) -> Bool {
    guard known.title != keys.title, known.title != SHANumbers.title(of: item) else {
      return false
    }
    if isRepeated, item.guid?.isEmpty ?? true || keys.aliases.link == nil { return true }
    return known.link != keys.link && known.link != SHANumbers.link(of: item)
  }

  /// The identities that a document shows for several titles.
  public static func repeated(in items: [(item: Item, keys: ItemKeys)]) -> Set<Key128> {
    var titles: [Key128: Int64] = [:]
    titles.reserveCapacity(items.count)
    var repeated: Set<Key128> = []
    for (_, keys) in items {
      let title = titles.updateValue(keys.title, forKey: keys.identity)
      if let title, title != keys.title { repeated.insert(keys.identity) }
    }
    return repeated
  }

  /// Whether an item says what it said when it was stored.
  public static func isUnchanged(_ item: Item, _ keys: ItemKeys, since known: ItemKeys) -> Bool {
    known.text == keys.text || known.text == SHANumbers.text(of: item)
  }

  private static func key(_ first: String, _ second: String? = nil) -> Key128 {
    var hash = ContentHash()
    hash.add(first)
    if let second { hash.add(second) }
    return hash.key
  }

  /// What tells an item's text from another one.
  ///
  /// - Returns: the number of all that keywords look in, where a content that is the summary again is
  ///   read once; and the key of title and body, nil where either is missing.
  private static func textKeys(of item: Item, url: String?) -> (number: Int64, alias: Key128?) {
    let (title, body) = (item.title ?? "", item.storyBody ?? "")
    let isTold = !title.isEmpty && !body.isEmpty
    var hash = ContentHash()
    hash.add(title)
    var told = hash
    hash.add(item.summary ?? "")
    // Both begin with the title, and most bodies are the summary.
    if isTold, body == item.summary { told = hash } else if isTold { told.add(body) }
    let isTwin = item.content == item.summary
    hash.add(count: isTwin ? 1 : 0)
    if !isTwin { hash.add(item.content ?? "") }
    for list in [item.authors, item.categories] {
      for text in list { hash.add(text) }
      hash.add(count: list.count)
    }
    hash.add(url ?? "")
    return (hash.key.number, isTold ? told.key : nil)
  }

  /// The key of a whole document, to tell a body that was parsed before.
  public static func key(ofBody body: [UInt8]) -> Key128 {
    var hash = ContentHash()
    body.withUnsafeBytes { hash.add($0) }
    return hash.key
  }
}

/// The numbers by which items were compared when they were cut from SHA-256; archives hold them.
private enum SHANumbers {
  static func link(of item: Item) -> Int64 { item.url.map { number("url", $0) } ?? 0 }

  static func title(of item: Item) -> Int64 { item.title.map { number("title", $0) } ?? 0 }

  static func text(of item: Item) -> Int64 {
    number(
      "text", item.title ?? "", item.summary ?? "", item.content ?? "",
      item.authors.joined(separator: "\u{1F}"), item.categories.joined(separator: "\u{1F}"),
      item.url ?? "")
  }

  private static func number(_ label: StaticString, _ parts: String...) -> Int64 {
    var hasher = KeyHasher()
    return hasher.digest(label, parts).number
  }
}

/// Hashes labelled parts; each part is ended by a zero byte, so that no two lists run together.
private struct KeyHasher {
  private var buffer: [UInt8] = []

  mutating func key(_ label: StaticString, _ parts: String...) -> Key128 { digest(label, parts) }

  mutating func digest(_ label: StaticString, _ parts: [String]) -> Key128 {
    buffer.removeAll(keepingCapacity: true)
    buffer.reserveCapacity(parts.reduce(label.utf8CodeUnitCount) { $0 + 1 + $1.utf8.count })
    label.withUTF8Buffer { buffer.append(contentsOf: $0) }
    for part in parts {
      buffer.append(0)
      buffer.append(contentsOf: part.utf8)
    }
    return buffer.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return hash.finalize().withUnsafeBytes { Key128($0.prefix(16)) }
    }
  }
}
