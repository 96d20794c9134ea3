import PantauCore

/// An item's title and text made ready for comparison: what outlets add around a story is cut off.
///
/// A dateline goes (`BONTANG, KOMPAS.com - `), and from the end the credits (`Pewarta: …`).
struct StoryText {
  var title: [StoryWord]
  var body: [StoryWord]

  init(_ item: Item) {
    title = item.title.map(NumberWords.words) ?? []
    body = item.storyBody.map { NumberWords.words(of: Dateline.cut(from: $0)) } ?? []
    cutCredits()
  }

  /// The words of title and text.
  var count: Int { title.count + body.count }

  /// All words that the item holds.
  var vocabulary: Set<UInt64> {
    var words = Set<UInt64>(minimumCapacity: count)
    for word in title { words.insert(word.hash) }
    for word in body { words.insert(word.hash) }
    return words
  }

  /// Credits stand among the last words.
  private static let lastWords = 40

  private mutating func cutCredits() {
    let end = body.count
    guard end > Self.lastWords else { return }
    for place in (end - Self.lastWords)..<end where Phrases.credits.begin(body[place...]) {
      body.removeSubrange(place...)
      return
    }
  }
}

/// The place and outlet that many texts begin with.
enum Dateline {
  /// How far in the dash may stand, in bytes.
  private static let maxBytes = 80
  /// How many words may stand before it.
  private static let maxWords = 8

  /// The words of a whole text, in which those of a dateline tell no stories apart: an outlet's own
  /// name stands there, and the place that a keyword may ask for.
  static func neutralWords(of text: String) -> [StoryWord] {
    let body = cut(from: text)
    let head = text.utf8.count == body.utf8.count ? "" : String(text.dropLast(body.count))
    let line = NumberWords.words(of: head).map { StoryWord(hash: $0.hash, kind: .plain) }
    return line + NumberWords.words(of: body)
  }

  /// The text behind the dateline; all of it where there is none.
  static func cut(from text: String) -> String {
    let utf8 = text.utf8
    let head = utf8.prefix(maxBytes)
    var place = head.startIndex
    while place < head.endIndex {
      let rest = head[place...]
      if let length = markLength(rest, behind: head[..<place]), place > head.startIndex {
        var words = 0
        WordScanner.scan(String(text[..<place])) { _ in words += 1 }
        guard words <= maxWords else { return text }
        return String(text[utf8.index(place, offsetBy: length)...])
      }
      place = utf8.index(after: place)
    }
    return text
  }

  /// The bytes of a dash, or of what stands behind a place in capitals (`RAUB: `, `MATARAM. `).
  private static func markLength(
    _ bytes: Substring.UTF8View, behind line: Substring.UTF8View
  ) -> Int? {
    if let length = dashLength(bytes) {
      // `2–15 Maret` is no dateline.
      let isRange = length == 3 && bytes.first == 0xE2 && isDigit(line.last)
      return isRange && isDigit(bytes.dropFirst(3).first) ? nil : length
    }
    guard bytes.first == 0x3A || bytes.first == 0x2E, bytes.dropFirst().first == 0x20,
      line.count >= 3, line.allSatisfy({ $0 &- 0x41 < 26 || $0 == 0x20 })
    else { return nil }
    return 2
  }

  private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- 0x30 < 10 } ?? false }

  /// The bytes of ` - `, `--`, an en dash or an em dash.
  private static func dashLength(_ bytes: Substring.UTF8View) -> Int? {
    switch bytes.first {
    case 0x20, 0x2D, 0xE2: break
    default: return nil
    }
    let start = Array(bytes.prefix(3))
    guard start.count == 3 else { return nil }
    if start == [0x20, 0x2D, 0x20] { return 3 }
    if start[0] == 0x2D && start[1] == 0x2D { return 2 }
    return start[0] == 0xE2 && start[1] == 0x80 && (start[2] == 0x93 || start[2] == 0x94) ? 3 : nil
  }
}

/// Kept phrases by which outlets speak of themselves.
struct Phrases {
  private let phrases: [[UInt64]]

  private init(_ phrases: [String]) {
    self.phrases = phrases.map { $0.split(separator: " ").map { WordScanner.hash($0.utf8) } }
  }

  /// Whether words begin with one of the phrases.
  func begin(_ words: ArraySlice<StoryWord>) -> Bool {
    phrases.contains { phrase in
      words.count >= phrase.count && zip(phrase, words).allSatisfy { $0 == $1.hash }
    }
  }

  /// Whether one stands anywhere in the words.
  func occur(in words: ArraySlice<StoryWord>) -> Bool {
    words.indices.contains { begin(words[$0...]) }
  }

  /// Whether a word alone is one of the phrases.
  func holds(_ word: UInt64) -> Bool { phrases.contains { $0 == [word] } }

  /// What the last lines of an article begin with.
  static let credits = Phrases([
    "pewarta", "editor", "penulis", "reporter", "wartawan", "copyright", "uploader", "fotografer",
    "hak cipta", "artikel ini telah tayang", "berita ini telah", "ikuti berita", "simak berita",
    "dapatkan update", "baca berita", "follow us", "all rights reserved",
  ])
  /// What leads to another article.
  static let links = Phrases([
    "baca juga", "simak juga", "lihat juga", "baca selengkapnya", "read also", "read more",
    "berita terkait",
  ])
  /// Outlets and agencies, whose own names differ from copy to copy.
  static let outlets = Phrases([
    "antara", "antaranews", "kompas", "tv", "detik", "detikcom", "detiknews", "tribun",
    "tribunnews", "tribunkaltim", "tempo", "cnn", "cnbc", "kumparan", "liputan6", "liputan",
    "okezone", "sindonews", "republika", "merdeka", "jpnn", "jawapos", "prokal", "kaltimpost",
    "klikkaltim", "niaga", "suara", "viva", "inews", "beritasatu", "bernama", "reuters", "afp",
    "ap", "xinhua", "com", "co", "id", "net", "news", "www", "https", "http", "wartawan", "media",
  ])
  /// Offices, ranks and kinds of places, which stand before some names in one copy and not in another.
  static let offices = Phrases([
    "kabupaten", "kab", "kota", "provinsi", "kecamatan", "kec", "kelurahan", "desa", "dusun",
    "pulau", "jalan", "jl", "kepala", "dinas", "kadis", "kasat", "kapolres", "kapolsek", "kasi",
    "bupati", "wali", "walikota", "gubernur", "camat", "lurah", "kades", "bapak", "pak", "ibu",
    "bu", "haji", "dr", "drs", "ir", "prof", "iptu", "ipda", "akp", "akbp", "kompol", "kombes",
    "aiptu", "bripka", "pemerintah", "pemkab", "pemkot", "pemprov", "direktur", "ketua", "manajer",
    "menteri", "wib", "wita", "wit", "mr", "mrs", "datuk", "encik", "kilometer", "km",
  ])
}
