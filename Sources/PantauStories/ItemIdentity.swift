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
    var keys = ItemKeys(
      identity: identity, link: url.map(number) ?? 0, title: item.title.map(number) ?? 0,
      text: textNumber(of: item, url: url))
    keys.aliases = aliases(of: item, url: url, link: keys.link)
    return keys
  }

  /// What an item is recognised by under another guid.
  private static func aliases(of item: Item, url: String?, link: Int64) -> ItemAliases {
    var aliases = ItemAliases()
    // The address of the site itself, or of a section without a path, is no article's own.
    if let url, url.utf8.count(where: { $0 == UInt8(ascii: "/") }) > 2 { aliases.link = link }
    if let title = item.title, let body = item.storyBody, !title.isEmpty, !body.isEmpty {
      aliases.text = number(title, body)
    }
    // With the title, for one feed may show several sites that count their articles alike.
    if let guid = item.guid, let title = item.title, let path = localPart(of: guid) {
      aliases.path = number(path, title)
    }
    return aliases
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
  public static func isAnother(_ item: Item, _ keys: ItemKeys, than known: ItemKeys) -> Bool {
    guard known.link != keys.link, known.title != keys.title else { return false }
    return known.link != SHANumbers.link(of: item) && known.title != SHANumbers.title(of: item)
  }

  /// Whether an item says what it said when it was stored.
  public static func isUnchanged(_ item: Item, _ keys: ItemKeys, since known: ItemKeys) -> Bool {
    known.text == keys.text || known.text == SHANumbers.text(of: item)
  }

  private static func number(_ text: String) -> Int64 {
    var hash = ContentHash()
    hash.add(text)
    return Int64(bitPattern: hash.value.high)
  }

  private static func number(_ first: String, _ second: String) -> Int64 {
    var hash = ContentHash()
    hash.add(first)
    hash.add(second)
    return Int64(bitPattern: hash.value.high)
  }

  /// All that keywords look in; a content that is the summary again is read once.
  private static func textNumber(of item: Item, url: String?) -> Int64 {
    var hash = ContentHash()
    hash.add(item.title ?? "")
    hash.add(item.summary ?? "")
    let isTwin = item.content == item.summary
    hash.add(count: isTwin ? 1 : 0)
    if !isTwin { hash.add(item.content ?? "") }
    for list in [item.authors, item.categories] {
      for text in list { hash.add(text) }
      hash.add(count: list.count)
    }
    hash.add(url ?? "")
    return Int64(bitPattern: hash.value.high)
  }

  /// The key of a whole document, to tell a body that was parsed before.
  public static func key(ofBody body: [UInt8]) -> Key128 {
    var hash = ContentHash()
    body.withUnsafeBytes { hash.add($0) }
    let (high, low) = hash.value
    return Key128(high: high, low: low)
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
    return Int64(bitPattern: hasher.digest(label, parts).high)
  }
}

/// Hashes labelled parts; each part is ended by a zero byte, so that no two lists run together.
private struct KeyHasher {
  private var buffer: [UInt8] = []

  mutating func key(_ label: StaticString, _ parts: String...) -> Key128 { digest(label, parts) }

  mutating func digest(_ label: StaticString, _ parts: [String]) -> Key128 {
    buffer.removeAll(keepingCapacity: true)
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
