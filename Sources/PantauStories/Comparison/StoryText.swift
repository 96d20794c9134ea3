import PantauCore

/// An item's title and text made ready for comparison: what outlets add around a story is cut off.
///
/// A dateline goes (`BONTANG, KOMPAS.com - `), and from the end the credits (`Pewarta: …`).
struct StoryText {
  private(set) var title: [StoryWord]
  private(set) var body: [StoryWord]
  /// What the words were read from.
  private let source: (title: String, body: String)

  /// Makes an item ready.
  init(_ item: Item) {
    source = (item.title ?? "", item.storyBody ?? "")
    title = NumberWords.words(of: source.title)
    body = NumberWords.words(of: source.body, from: Dateline.length(in: source.body))
    cutCredits()
    StoryAmounts.join(&title, told: body)
  }

  /// The same with the words' stems.
  var stemmed: StoryText {
    var text = self
    text.title.findStems(in: source.title)
    text.body.findStems(in: source.body)
    return text
  }

  /// The hashes of what the text quotes.
  var quotes: [UInt64] { Quotation.hashes(in: source.body) }

  /// The words of title and text.
  var count: Int { title.count + body.count }

  /// All words that the item holds.
  var vocabulary: WordSet {
    var words = WordSet(capacity: count)
    for word in title { words.insert(word.hash) }
    for word in body { words.insert(word.hash) }
    return words
  }

  /// Credits stand among the last words.
  static let lastWords = 40

  private mutating func cutCredits() {
    let end = body.count
    guard end > Self.lastWords else { return }
    for place in (end - Self.lastWords)..<end
    where Phrases.credits.begin(body[place...].lazy.map(\.hash)) {
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
    let length = length(in: text)
    let head = String(decoding: text.utf8.prefix(length), as: UTF8.self)
    let line = NumberWords.words(of: head).map { StoryWord(hash: $0.hash, kind: .plain) }
    return line + NumberWords.words(of: text, from: length)
  }

  /// The bytes of a text's dateline, its dash included; 0 where there is none.
  static func length(in text: String) -> Int {
    var copy = text
    return copy.withUTF8 { bytes in
      let head = bytes.prefix(maxBytes)
      // No mark begins with a small letter.
      for place in head.indices.dropFirst() where head[place] &- 0x61 >= 26 {
        guard let length = markLength(head[place...], behind: head[..<place]) else { continue }
        var words = 0
        WordScanner.scan(head[..<place]) { _ in words += 1 }
        return words <= maxWords ? place + length : 0
      }
      return 0
    }
  }

  /// The bytes of a dash (` - `, `--`, an en dash or an em dash), or of what stands behind a place in
  /// capitals (`RAUB: `, `MATARAM. `) or an outlet's domain (`Kupang, timor.example: `).
  private static func markLength(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, behind line: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Int? {
    func byte(_ place: Int) -> UInt8? { bytes.dropFirst(place).first }
    switch bytes.first {
    case 0x20: return byte(1) == 0x2D && byte(2) == 0x20 ? 3 : nil
    case 0x2D: return byte(1) == 0x2D && byte(2) != nil ? 2 : nil
    case 0xE2:
      guard byte(1) == 0x80, byte(2) == 0x93 || byte(2) == 0x94 else { return nil }
      // `2–15 Maret` is no dateline.
      return isDigit(line.last) && isDigit(byte(3)) ? nil : 3
    case 0x3A, 0x2E:
      let isPlace = line.count >= 3 && line.allSatisfy { $0 &- 0x41 < 26 || $0 == 0x20 }
      return byte(1) == 0x20 && (isPlace || bytes.first == 0x3A && endsWithDomain(line)) ? 2 : nil
    default: return nil
    }
  }

  /// A last word of small letters with a full stop among them.
  private static func endsWithDomain(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let label = line.reversed().prefix { $0 &- 0x61 < 26 }.count
    let rest = line.dropLast(label)
    return label >= 2 && rest.last == 0x2E && rest.dropLast().last.map { $0 &- 0x61 < 26 } ?? false
  }

  private static func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- 0x30 < 10 } ?? false }
}

/// Kept phrases by which outlets speak of themselves.
struct Phrases {
  private let phrases: [[UInt64]]
  /// Of the words that they begin with.
  private let filter: WordFilter

  private init(_ phrases: [String]) {
    self.phrases = phrases.map { $0.split(separator: " ").map { WordScanner.hash($0.utf8) } }
    filter = WordFilter(self.phrases.lazy.compactMap(\.first))
  }

  /// Whether words, which come as hashes, begin with one of the phrases.
  func begin(_ words: some RandomAccessCollection<UInt64>) -> Bool {
    guard let first = words.first, filter.mayHold(first) else { return false }
    return phrases.contains { words.count >= $0.count && words.starts(with: $0) }
  }

  /// Whether one stands anywhere in the words.
  func occur(in words: some RandomAccessCollection<UInt64>) -> Bool {
    words.indices.contains { begin(words[$0...]) }
  }

  /// Whether a word alone is one of the phrases.
  func holds(_ word: UInt64) -> Bool {
    filter.mayHold(word) && phrases.contains { $0.count == 1 && $0[0] == word }
  }

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
  /// Outlets and agencies, whose own names differ from copy to copy, as a dollar's does (`US$`, `dolar AS`).
  static let outlets = Phrases([
    "antara", "antaranews", "kompas", "tv", "detik", "detikcom", "detiknews", "tribun",
    "tribunnews", "tribunkaltim", "tempo", "cnn", "cnbc", "kumparan", "liputan6", "liputan",
    "okezone", "sindonews", "republika", "merdeka", "jpnn", "jawapos", "prokal", "kaltimpost",
    "klikkaltim", "niaga", "suara", "viva", "inews", "beritasatu", "bernama", "reuters", "afp",
    "ap", "xinhua", "us", "as", "usd", "com", "co", "id", "net", "news", "www", "https", "http",
    "wartawan", "media",
  ])
  /// Offices, ranks and kinds of places, which stand before some names in one copy and not in another.
  static let offices = Phrases([
    "kabupaten", "kab", "kota", "provinsi", "kecamatan", "kec", "kelurahan", "desa", "dusun",
    "pulau", "jalan", "jl", "kepala", "dinas", "kadis", "kasat", "kapolres", "kapolsek", "kasi",
    "bupati", "wali", "walikota", "gubernur", "camat", "lurah", "kades", "bapak", "pak", "ibu",
    "bu", "haji", "dr", "drs", "ir", "prof", "iptu", "ipda", "akp", "akbp", "kompol", "kombes",
    "aiptu", "bripka", "pemerintah", "pemkab", "pemkot", "pemprov", "direktur", "ketua", "manajer",
    "menteri", "wib", "wita", "wit", "mr", "mrs", "datuk", "encik", "kilometer", "km",
    "kepolisian", "polda", "polres", "polsek", "polri", "polisi", "resor", "sektor", "reserse",
    "kriminal", "umum", "daerah", "direktorat", "jenderal", "dirjen", "badan", "balai", "lembaga",
    "kementerian", "kantor", "wilayah", "republik", "indonesia", "undang", "uu", "universitas",
    "institut", "sekolah", "negeri", "gereja", "katedral", "rumah", "sakit", "rs", "rsud",
    "puskesmas", "pasar", "stadion", "gunung", "sungai", "danau", "dewan", "komisi", "pusat",
    "pelabuhan", "bandara", "tim", "satuan", "bidang", "seksi", "perusahaan", "perum", "pt",
    "koperasi", "mgr", "kh", "ustaz", "pol", "rp", "jorong", "nagari", "kampung", "distrik",
    "dukuh", "pekon", "resmi", "pengadilan", "kejaksaan", "kanwil", "kakanwil", "kemenag", "dinkes",
    "plt", "pelaksana", "tugas",
    "disnaker", "disdik", "kadisdik", "bpbd", "wakil", "drg", "hj", "h", "sh", "mh",
  ])
}
