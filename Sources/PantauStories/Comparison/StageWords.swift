/// Words that say how far a matter has come, or which way it went: `buru` and `tangkap`, `naik` and `turun`.
///
/// What comes next is told with the old text behind it, and so are opposite outcomes: nearly all words
/// are the same then, often all names and numbers too.
struct StageWords {
  /// Stages that an item's title and the beginning of its text both name; a bit each.
  private var heading: UInt64 = 0
  /// Stages that it names anywhere.
  private var anywhere: UInt64 = 0

  /// How many words the beginning of a text has.
  private static let leadWords = 20

  init(_ text: StoryText) {
    let (title, lead) = (
      Self.stages(in: text.title[...]), Self.stages(in: text.body.prefix(Self.leadWords))
    )
    heading = title & lead
    anywhere = title | lead | Self.stages(in: text.body.dropFirst(Self.leadWords))
  }

  /// Whether one item is about a stage of which the other says nothing.
  func tellApart(from other: Self) -> Bool {
    let (mine, theirs) = (heading & ~other.anywhere, other.heading & ~anywhere)
    return mine != 0 && theirs != 0 || (mine | theirs) & ~Self.common != 0
  }

  private static func stages(in words: ArraySlice<StoryWord>) -> UInt64 {
    words.reduce(0) { stages, word in
      filter.mayHold(word.hash) ? stages | (bits[word.hash] ?? 0) : stages
    }
  }

  // MARK: - Words

  /// A line a stage: roots of Indonesian and Malay, which take affixes, then words as they are.
  private static let lines = """
    buru kejar | hunt hunts hunted manhunt
    tangkap ringkus bekuk ciduk cokok gerebek tahan | arrest arrested arrests nabbed nabs detained
    hilang | missing
    selamat evakuasi | rescued rescue
    tewas mati | meninggal wafat died dies dead death killed
    sidang adil | trial
    dakwa | charged indicted
    tuntut |
    vonis hukum penjara | jailed sentenced verdict
    kasasi | cassation
    banding rayu | appeal appeals appealed
    bebas | acquitted freed cleared
    gugat | sue sues sued lawsuit
    kabul menang | wins won granted
    kalah | lose loses lost
    imbang | draw draws drew
    jamu |
    tutup | shut shuts closed close closes
    | reopen reopens reopened
    resmi | official officially
    lantik | sworn inaugurated
    sah | mengesahkan pengesahan approved approves passed passes
    rampung selesai tuntas | completed finished done
    luas | spreads widens
    surut reda pulih | receded recedes recede subsides recovers
    batal | cancelled canceled cancels scrapped
    tunda | postponed postpones delayed delays
    cabut | revoked revokes withdrawn
    akhir henti | usai ended ends halted halts
    bantah sangkal nafi | denies denied
    protes kecam kritik demo | protests protest condemns slams
    mogok | strike strikes
    damai | truce
    cair lunas | disbursed repaid
    | pertama kesatu perdana first
    | kedua second
    | ketiga third
    | keempat fourth
    | kelima fifth
    | semifinal semifinals
    | final finals
    """
  /// The same, of which each item has to name one of its own: copies leave these out.
  private static let commonLines = """
    naik kuat tingkat lonjak kerek | rise rises rose higher gain gains firm firms climb climbs
    turun lemah anjlok susut rosot | menurun fall falls fell lower drop drops dropped ease eases
    rencana jadwal | akan bakal segera will plan plans planned scheduled
    buka | open opens opened
    temu | found finds
    """

  private static let bits: [UInt64: UInt64] = {
    var bits: [UInt64: UInt64] = [:]
    for (number, line) in (lines + "\n" + commonLines).split(separator: "\n").enumerated() {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      let roots = (parts.first ?? "").split(separator: " ").flatMap { forms(of: String($0)) }
      let words = parts.dropFirst().joined().split(separator: " ").map(String.init)
      for word in roots + words {
        bits[WordScanner.hash(word.utf8), default: 0] |= 1 << UInt64(number)
      }
    }
    return bits
  }()

  private static let filter = WordFilter(bits.keys)
  /// The bits of the common ones.
  private static let common = ~UInt64(0) << UInt64(lines.split(separator: "\n").count)

  /// A root as verbs have it.
  private static func forms(of root: String) -> [String] {
    ["", "di", "ter", "ber", nasal(root)].flatMap { prefix in
      // `memburu`, but `menangkap`; `memprotes` keeps its letter before another consonant.
      let isSwallowed =
        prefix.hasPrefix("me") && "ptks".contains(root.prefix(1))
        && "aeiou".contains(root.dropFirst().prefix(1))
      let stem = prefix + (isSwallowed ? root.dropFirst() : root[...])
      return ["", "kan", "i"].map { stem + $0 }
    }
  }

  /// The prefix of an active verb, by the root's first letter.
  private static func nasal(_ root: String) -> String {
    switch root.first {
    case "b", "f", "p", "v": "mem"
    case "c", "d", "j", "t", "z": "men"
    case "s": "meny"
    case "l", "m", "n", "r", "w", "y": "me"
    default: "meng"
    }
  }
}
