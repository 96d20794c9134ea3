import PantauCore
import PantauStories
import Testing

@Suite("What an item is known by")
struct ItemIdentityTests {
  private let item = Item(
    guid: "g-1", url: "https://example.org/banjir", title: "Banjir di Bontang",
    summary: "Air naik sejak pagi.", content: "Air naik sejak pagi.", authors: ["Ani", "Budi"],
    categories: ["daerah"])

  @Test("identities are those that archives hold: SHA-256 of labelled parts")
  func identities() {
    #expect(
      ItemIdentity.keys(of: item).identity
        == Key128([
          0x51, 0x2b, 0xab, 0x11, 0x11, 0x70, 0xbe, 0x1e,
          0xe9, 0xe5, 0x04, 0xd3, 0xd9, 0xb9, 0x5a, 0x36,
        ]))
    #expect(
      ItemIdentity.distinctIdentity(of: item)
        == Key128([
          0xec, 0x9e, 0x18, 0x19, 0x66, 0x43, 0xd6, 0x13,
          0x1d, 0x52, 0x16, 0xda, 0x21, 0x10, 0xb1, 0x5d,
        ]))
  }

  @Test("an item stored when all numbers were cut from SHA-256 is the same item, unchanged")
  func olderArchive() {
    let keys = ItemIdentity.keys(of: item)
    let stored = ItemKeys(
      identity: keys.identity, link: 2_721_640_319_026_411_161, title: -6_074_187_460_013_629_176,
      text: -6_380_667_771_641_547_508)
    #expect(ItemIdentity.isUnchanged(item, keys, since: stored))
    #expect(!ItemIdentity.isAnother(item, keys, than: stored))
    var edited = item
    edited.summary = "Air surut."
    #expect(!ItemIdentity.isUnchanged(edited, ItemIdentity.keys(of: edited), since: stored))
    edited.title = "Banjir surut"
    #expect(!ItemIdentity.isAnother(edited, ItemIdentity.keys(of: edited), than: stored))
    edited.url = "https://example.org/surut"
    #expect(ItemIdentity.isAnother(edited, ItemIdentity.keys(of: edited), than: stored))
  }

  @Test("one guid is another article only where both link and title differ")
  func another() {
    let known = ItemIdentity.keys(of: item)
    var other = item
    other.url = "https://example.org/hujan"
    #expect(!ItemIdentity.isAnother(other, ItemIdentity.keys(of: other), than: known))
    other.title = "Hujan di Bontang"
    #expect(ItemIdentity.isAnother(other, ItemIdentity.keys(of: other), than: known))
  }

  @Test("any field that keywords look in makes a change, wherever its text moved")
  func changes() {
    let keys = ItemIdentity.keys(of: item)
    let edits: [(inout Item) -> Void] = [
      { $0.title = nil }, { $0.summary = nil }, { $0.content = nil }, { $0.content = "Lain." },
      { $0.authors = ["Ani"] }, { $0.authors = [] }, { $0.categories = [] }, { $0.url = nil },
      { ($0.authors, $0.categories) = (["Ani"], ["Budi", "daerah"]) },
      { ($0.title, $0.summary) = ($0.summary, $0.title) },
    ]
    for edit in edits {
      var edited = item
      edit(&edited)
      #expect(!ItemIdentity.isUnchanged(edited, ItemIdentity.keys(of: edited), since: keys))
    }
    #expect(ItemIdentity.isUnchanged(item, ItemIdentity.keys(of: item), since: keys))
  }

  @Test("each byte of a body counts, and its length")
  func bodies() {
    let body = (0..<100).map { UInt8($0) }
    var seen: Set<Key128> = []
    for count in 0...100 { seen.insert(ItemIdentity.key(ofBody: Array(body.prefix(count)))) }
    for place in 0..<100 {
      var edited = body
      edited[place] ^= 1
      seen.insert(ItemIdentity.key(ofBody: edited))
    }
    #expect(seen.count == 201)
    seen.removeAll()
    for zeros in 0..<100 {
      seen.insert(ItemIdentity.key(ofBody: Array(repeating: 0, count: zeros)))
    }
    #expect(seen.count == 100)
  }

  @Test("the hash of texts is the same in every version")
  func stable() {
    let body = Array("Banjir di Bontang: air naik sejak pagi, warga mengungsi ke masjid.".utf8)
    #expect(
      ItemIdentity.key(ofBody: body)
        == Key128(high: 11_516_238_247_413_752_911, low: 15_321_455_334_648_929_279))
    #expect(ItemIdentity.keys(of: item).text == -8_364_994_212_409_939_073)
  }
}
