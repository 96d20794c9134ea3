public import PantauCore

/// An item that the archive has to store, and under which keys.
public enum SortedItem: Sendable, Hashable {
  /// The archive does not have it.
  case new(Item, ItemKeys)
  /// The archive has it under that number with another text.
  case changed(Int64, Item, ItemKeys)

  /// The item as the document shows it.
  public var item: Item {
    switch self {
    case .new(let item, _), .changed(_, let item, _): item
    }
  }
}

/// Sorts the items of a document into new, changed and known ones.
public enum ItemSorting {
  /// Leaves out what the archive knows unchanged, and what the document shows twice.
  ///
  /// One guid with another link and another title is another item; one with either of them changed
  /// is the same item, edited. Where one document shows a guid, or a link without guids, for several
  /// titles, these are as many items.
  ///
  /// - Parameters:
  ///   - items: the document's items with their keys, in its order.
  ///   - known: for each what the archive knows it as.
  /// - Returns: new and changed items in the document's order.
  public static func sort(
    _ items: [(item: Item, keys: ItemKeys)], known: [KnownItem?]
  ) -> [SortedItem] {
    let unknown = known.count { $0 == nil }
    var shown: [Key128: ItemKeys] = [:]
    shown.reserveCapacity(unknown)
    var changed: Set<Int64> = []
    var texts: Set<Key128> = []
    texts.reserveCapacity(unknown)
    var sorted: [SortedItem] = []
    sorted.reserveCapacity(unknown)
    for ((item, keys), known) in zip(items, known) {
      if let known {
        guard !ItemIdentity.isUnchanged(item, keys, since: known.keys),
          changed.insert(known.itemID).inserted
        else { continue }
        var keys = keys
        keys.identity = known.keys.identity
        sorted.append(.changed(known.itemID, item, keys))
      } else if let keys = freshKeys(keys, of: item, shown: &shown) {
        // One article under several guids, as some sites list it in several sections.
        guard keys.aliases.text.map({ texts.insert($0).inserted }) ?? true else { continue }
        sorted.append(.new(item, keys))
      }
    }
    return sorted
  }

  /// The keys to store a new item under; nil where the document has shown it already.
  private static func freshKeys(
    _ keys: ItemKeys, of item: Item, shown: inout [Key128: ItemKeys]
  ) -> ItemKeys? {
    var keys = keys
    if let twin = shown[keys.identity] {
      guard ItemIdentity.isAnother(item, keys, than: twin, isRepeated: true) else { return nil }
      keys.identity = ItemIdentity.distinctIdentity(of: item)
      guard shown[keys.identity] == nil else { return nil }
    }
    shown[keys.identity] = keys
    return keys
  }
}
