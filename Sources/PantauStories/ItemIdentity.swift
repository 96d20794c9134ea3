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
    if let guid = item.guid, !guid.isEmpty {
      identity = hasher.key("guid", guid)
    } else if let url = item.url, !url.isEmpty {
      identity = hasher.key("link", url)
    } else {
      let date = item.published.map(ISO8601.text) ?? ""
      let text = item.title ?? item.summary ?? item.content ?? ""
      identity = hasher.key("title", text, date)
    }
    return ItemKeys(
      identity: identity,
      distinct: hasher.key("distinct", item.guid ?? "", item.url ?? "", item.title ?? ""),
      link: item.url.map { hasher.number("url", $0) } ?? 0,
      title: item.title.map { hasher.number("title", $0) } ?? 0,
      text: hasher.number(
        "text", item.title ?? "", item.summary ?? "", item.content ?? "",
        item.authors.joined(separator: "\u{1F}"), item.categories.joined(separator: "\u{1F}"),
        item.url ?? ""))
  }

  /// The key of a whole document, to tell a body that was parsed before.
  public static func key(ofBody body: [UInt8]) -> Key128 {
    body.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(bufferPointer: bytes)
      return hash.finalize().withUnsafeBytes { Key128($0.prefix(16)) }
    }
  }
}

/// Hashes labelled parts; each part is ended by a zero byte, so that no two lists run together.
private struct KeyHasher {
  private var buffer: [UInt8] = []

  mutating func key(_ label: StaticString, _ parts: String...) -> Key128 { digest(label, parts) }

  mutating func number(_ label: StaticString, _ parts: String...) -> Int64 {
    Int64(bitPattern: digest(label, parts).high)
  }

  private mutating func digest(_ label: StaticString, _ parts: [String]) -> Key128 {
    buffer.removeAll(keepingCapacity: true)
    label.withUTF8Buffer { buffer.append(contentsOf: $0) }
    for part in parts {
      buffer.append(0)
      buffer.append(contentsOf: part.utf8)
    }
    return ItemIdentity.key(ofBody: buffer)
  }
}
