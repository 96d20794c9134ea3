import FoundationEssentials
import PantauCore
import PantauStories
import Testing

@Suite("Which items are new")
struct ItemSortingTests {
  private func sort(_ items: [Item], known: [Item] = []) -> [SortedItem] {
    var archive: [Key128: KnownItem] = [:]
    for (index, item) in known.enumerated() {
      let keys = ItemIdentity.keys(of: item)
      archive[keys.identity] = KnownItem(itemID: Int64(index + 1), keys: keys)
    }
    let keyed = items.map { (item: $0, keys: ItemIdentity.keys(of: $0)) }
    return ItemSorting.sort(keyed, known: keyed.map { archive[$0.keys.identity] })
  }

  private func titles(_ sorted: [SortedItem]) -> [String] {
    sorted.map {
      switch $0 {
      case .new(let item, _): "new \(item.title ?? "")"
      case .changed(let id, let item, _): "changed \(id) \(item.title ?? "")"
      }
    }
  }

  @Test("an unchanged item is left out, an edited one is the same item")
  func edits() {
    let old = Item(guid: "g", url: "https://example.org/a", title: "Banjir di Bontang")
    var edited = old
    edited.title = "Banjir di Bontang surut"
    #expect(titles(sort([old], known: [old])) == [])
    #expect(titles(sort([edited], known: [old])) == ["changed 1 Banjir di Bontang surut"])
  }

  @Test("without a guid the link counts, without both title and date")
  func identities() {
    let linked = Item(url: "https://example.org/a", title: "Satu")
    let day = Date(millisecondsSince1970: 1_795_406_400_000)
    let bare = Item(title: "Cuaca hari ini", published: day)
    let nextDay = Item(title: "Cuaca hari ini", published: day + 86_400)
    #expect(titles(sort([linked], known: [linked])) == [])
    #expect(titles(sort([bare, nextDay], known: [bare])) == ["new Cuaca hari ini"])
  }

  @Test("what a document shows twice is stored once; a guid used for two articles is two items")
  func twins() {
    let first = Item(guid: "1", url: "https://example.org/a", title: "Satu")
    let second = Item(guid: "1", url: "https://example.org/b", title: "Dua")
    #expect(titles(sort([first, first, second, second])) == ["new Satu", "new Dua"])
  }

  @Test("a guid, or a link without guids, that a document shows for several titles tells nothing")
  func repeated() {
    let bare = ["Satu", "Dua", "Dua"].map { Item(guid: "tetap", title: $0, summary: "Isi " + $0) }
    #expect(titles(sort(bare)) == ["new Satu", "new Dua"])
    let linked = ["Satu", "Dua"].map { Item(url: "https://example.org/terkini", title: $0) }
    #expect(titles(sort(linked)) == ["new Satu", "new Dua"])
    let both = ["Satu", "Satu, dibetulkan"].map {
      Item(guid: "7", url: "https://example.org/7", title: $0)
    }
    #expect(titles(sort(both)) == ["new Satu"])
  }

  @Test("parts do not run together, and an empty guid is none")
  func borders() {
    let left = ItemIdentity.keys(of: Item(guid: "", url: "https://example.org/a"))
    let right = ItemIdentity.keys(of: Item(url: "https://example.org/a"))
    #expect(left.identity == right.identity)
    let ab = ItemIdentity.keys(of: Item(title: "ab", summary: "c"))
    let a = ItemIdentity.keys(of: Item(title: "a", summary: "bc"))
    #expect(ab.text != a.text)
  }
}
