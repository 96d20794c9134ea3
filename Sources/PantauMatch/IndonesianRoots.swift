/// Indonesian words in a form of which Snowball leaves the whole root.
///
/// The prefixes me- and pe- swallow the first letter of roots in k, p, s and t: *mengirim* is of
/// *kirim*, *menolak* of *tolak*. Snowball gives p and s back, but not t and k, for these two are not
/// swallowed by all that begins so (*mengundang* is of *undang*, *menilai* of *nilai*). What follows
/// men- has lost a t but for a few roots; those that lose a k behind meng- are listed. Snowball also
/// takes the beginning of some roots for a prefix (*periksa*).
///
/// Such a word is turned into its passive (*dikirim*, *ditolak*, *diperiksa*), which keeps the root.
struct IndonesianRoots {
  /// Begin with k, which meng- and peng- swallow.
  private static let swallowedK = """
    kabul kabur kacau kagum kait kaji kalah kalung kandung kantong kantor karang karantina kasih kata \
    kawal kawin kayuh kebut kecam kecewa kecil kecoh kecuali kejar kejut kelabu kelilingi kelola \
    kelompok keluar keluh kemas kembali kembang kemudi kemuka kena kenal kenang kencang kendali kendara \
    kepak kepal kepung kerah keras kering kerja keroyok keruk kerut ketahu ketat ketik ketuk kibar kibas \
    kikis kira kirim kisah kitar kobar kocok kolaborasi koleksi komando komentar kompensasi kompetisi \
    komunikasi kondisi konfirmasi konsentrasi konservasi konsolidasi konstruksi konsultasi konsumsi \
    kontak kontrol konversi koordinasi koreksi korupsi kosong kotor koyak kuasa kuat kubur kucil kucur \
    kudeta kukuh kuliah kumandang kumpul kunci kunjung kunyah kupas kuras kurang kurung kusut kutip kutuk
    """
  /// Begin with n, which stays behind me- and pe-.
  private static let withN =
    "nafi naik nama nanti nasihat niat nikah nikmat nilai nista nobat nonaktif normal"
  /// Begin like a prefix.
  private static let likePrefix = """
    kecam kecewa kecuali kejar kejut kelola kelompok keluar kembali kemudi kendali kendara keroyok \
    pelihara penjara periksa perintah perkosa terap terbang terbit terima terjang terjemah
    """
  /// What may follow a root that begins like a prefix; -an makes other words of some (*kecamatan*).
  private static let endings = ["", "kan", "nya"]

  private let stemsOfK: Set<[UInt8]>
  private let stemsOfN: Set<[UInt8]>
  private let passives: [[UInt8]: [UInt8]]

  private static let vowels = Set("aeiou".utf8)
  private static let passive = Array("di".utf8)

  /// Reads the lists; nil for another language.
  ///
  /// - Parameters:
  ///   - language: its English name or ISO 639 code.
  ///   - stem: Snowball's stem of a word.
  init?(of language: String, stem: ([UInt8]) -> [UInt8]) {
    guard ["id", "ind", "indonesian"].contains(language) else { return nil }
    func words(_ list: String) -> [[UInt8]] { list.split(separator: " ").map { Array($0.utf8) } }
    stemsOfK = Set(words(Self.swallowedK).map { stem(Self.passive + $0) })
    // Of some the passive loses more than the root itself.
    stemsOfN = Set(words(Self.withN).flatMap { [stem($0), stem(Self.passive + $0)] })
    passives = Dictionary(
      words(Self.likePrefix).flatMap { root in
        Self.endings.map { (root + $0.utf8, Self.passive + root) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The form of a word that Snowball is given.
  ///
  /// - Parameters:
  ///   - word: in small letters.
  ///   - stem: Snowball's stem of a word.
  /// - Returns: a form in which the root is whole; the word itself where nothing hides it.
  func form(of word: [UInt8], stem: ([UInt8]) -> [UInt8]) -> [UInt8] {
    if let passive = passives[word] { return passive }
    guard word.count > 5, word[0] == UInt8(ascii: "m") || word[0] == UInt8(ascii: "p"),
      word[1] == UInt8(ascii: "e"), word[2] == UInt8(ascii: "n")
    else { return word }
    let isNoun = word[0] == UInt8(ascii: "p")
    func passive(_ letter: Character, after prefix: Int) -> [UInt8] {
      var rest = word[prefix...]
      // The passive of *pengiriman* is *dikirim*.
      if isNoun, rest.count > 4, rest.suffix(2).elementsEqual("an".utf8) { rest = rest.dropLast(2) }
      return Self.passive + letter.utf8 + rest
    }
    if Self.vowels.contains(word[3]) {
      let withN = passive("n", after: 3)
      return stemsOfN.contains(stem(withN)) ? withN : passive("t", after: 3)
    }
    guard word[3] == UInt8(ascii: "g"), Self.vowels.contains(word[4]) else { return word }
    let withK = passive("k", after: 4)
    return stemsOfK.contains(stem(withK)) ? withK : word
  }
}
