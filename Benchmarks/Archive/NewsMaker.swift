import FoundationEssentials
import PantauCore

/// Items like those of news feeds, made the same way each time; every tenth is a copy of another.
///
/// A headline of seven words and a text of some eighty, about 600 bytes, as feeds carry. Words follow
/// Zipf's law, so that two of them make a common query; names and numbers stand among them. A copy has
/// a headline and a dateline of its own, and comes some hundred items after its first.
struct NewsMaker {
  private var generator = SplitMix64(seed: 20_261_128)
  private let words: [String]
  /// How often each word and all before it come, in parts of the last.
  private let reached: [UInt32]
  private var recent: [String] = []
  private var made = 0

  private static let frequent = """
    yang dan di kota dari untuk dengan pada warga dalam ini itu akan pemerintah ke juga oleh daerah \
    jalan banjir dinas sekolah pasar hutan kapal nelayan rapat anggaran hujan listrik air tambang
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  private static let syllables = """
    ba ka ma sa ta la ra pa da na ja ga wa ku tu su ru di ti ki si pe me be ser kan nya ngan bung
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  /// How many of the last texts are copied from.
  private static let reach = 1_000

  init() {
    var pick = SplitMix64(seed: 7)
    words =
      Self.frequent
      + (0..<20_000).map { _ in
        (0..<Int.random(in: 2...4, using: &pick)).map { _ in
          Self.syllables[Int.random(in: 0..<Self.syllables.count, using: &pick)]
        }.joined()
      }
    var sum = 0.0
    let sums = words.indices.map { rank in
      sum += 1 / Double(rank + 3)
      return sum
    }
    reached = sums.map { UInt32($0 / sum * Double(UInt32.max)) }
  }

  /// The next item of a feed.
  mutating func item(ofFeed feed: Int) -> Item {
    made += 1
    let text = body()
    // Out of the text, as headlines are; a copy has another one than its first.
    let start = made % 10 == 0 ? 24 : 4
    // By bytes: to cut by characters takes longer than to store the item.
    let title = text.utf8.split(separator: 0x20).dropFirst(start).prefix(7)
      .map { String(decoding: $0, as: UTF8.self) }
    let address = "https://kabar\(feed).example/berita/\(made)"
    return Item(
      guid: "kabar\(feed)-\(made)",
      url: address + "/" + title.joined(separator: "-").lowercased(),
      title: title.joined(separator: " "), summary: text, content: text, categories: ["daerah"],
      published: Date(timeIntervalSince1970: 1_795_000_000 + Double(made)))
  }

  private mutating func body() -> String {
    if made % 10 == 0, recent.count == Self.reach {
      let copied = recent[Int.random(in: 0..<recent.count, using: &generator)]
      return "\(name().uppercased()), KABAR - \(copied) Editor: \(name())."
    }
    var text = ""
    text.reserveCapacity(640)
    for place in 1...80 {
      switch place % 20 {
      case 7: text += name()
      case 13: text += String(Int.random(in: 2...9_999, using: &generator))
      default: text += word()
      }
      text += place % 16 == 0 ? ". " : " "
    }
    if recent.count < Self.reach { recent.append(text) } else { recent[made % Self.reach] = text }
    return text
  }

  private mutating func word() -> String { words[rank()] }

  private mutating func name() -> String {
    let word = words[Self.frequent.count + rank()]
    return word.prefix(1).uppercased() + word.dropFirst()
  }

  private mutating func rank() -> Int {
    let value = UInt32.random(in: 0..<UInt32.max, using: &generator)
    var (low, high) = (0, reached.count - 1 - Self.frequent.count)
    while low < high {
      let middle = (low + high) / 2
      if reached[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
