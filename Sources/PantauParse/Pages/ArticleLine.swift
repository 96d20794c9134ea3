/// Lines within an article's body that are no part of the article.
enum ArticleLine {
  /// What lines that lead to other articles begin with.
  private static let leads = [
    "baca juga", "baca:", "baca :", "simak juga", "lihat juga", "tonton juga", "baca selengkapnya",
    "baca pula", "berita terkait", "artikel terkait", "read also", "also read", "read more",
    "see also",
    "simak video", "saksikan video", "pilihan redaksi", "dengarkan artikel", "ikuti berita",
    "follow", "bagikan", "share:", "tags:", "tag:", "topik:", "topik terkait", "komentar",
    "cek berita", "dapatkan update", "gabung",
  ]
  /// Lines that stand for themselves.
  private static let labels: Set<String> = [
    "advertisement", "iklan", "scroll to continue with content", "gulir untuk melanjutkan membaca",
    "lanjutkan membaca", "loading...", "load more", "share", "bagikan", "print", "cetak",
    "copy link",
    "salin tautan", "whatsapp", "facebook", "twitter", "telegram", "a", "a+", "a-", "next", "prev",
  ]

  /// Whether the block is mostly a link, or asks to read something else.
  static func leadsElsewhere(_ block: PageBlock) -> Bool {
    let words = block.text.lowercased()
    if block.linkLength > 0 || block.length < 120 {
      let bare = words.drop { !$0.isLetter }
      if leads.contains(where: bare.hasPrefix), block.length < 300 { return true }
    }
    return block.linkLength * 2 > block.length && block.length - block.linkLength < 40
  }

  /// Whether the block is a button's or a box's label rather than text.
  static func isLabel(_ block: PageBlock) -> Bool {
    if labels.contains(block.text.lowercased()) { return true }
    guard block.length < 25, !isTextElement(block.element) else { return false }
    return !block.text.contains { ".!?:”\"".contains($0) }
  }

  private static func isTextElement(_ name: String) -> Bool {
    [
      "p", "li", "td", "th", "figcaption", "blockquote", "pre", "dd", "dt", "h2", "h3", "h4", "h5",
      "h6",
    ].contains(name)
  }
}
