/// What the names of a page's elements, classes and ids say of the text in them.
///
/// Collected from the themes that Indonesian newsrooms use and from WordPress, Drupal, Joomla and
/// Blogger; words are whole, so that "navigasi" is meant and "navigator" is not.
enum PageNames {
  /// What an element's names say.
  enum Verdict {
    /// Certainly beside the article: navigation, comments, related articles.
    case beside
    /// Beside the article, where it does not hold most of the page's text.
    case rather
    case unknown
  }

  private static let besideElements: Set<String> = ["nav", "footer", "menu"]
  private static let ratherElements: Set<String> = ["aside", "header"]
  private static let besideRoles: Set<String> = [
    "navigation", "contentinfo", "search", "menu", "menubar", "dialog", "toolbar", "alert",
  ]
  private static let ratherRoles: Set<String> = ["complementary", "banner"]
  /// Elements that carry all kinds of class names of the page's state.
  private static let exempt: Set<String> = ["html", "body", "main", "article"]

  private static let besideWords: Set<String> = [
    "comment", "comments", "komentar", "disqus", "respond", "footer", "related", "terkait",
    "bacajuga", "nav", "navbar", "navigation", "navigasi", "menu", "breadcrumb", "breadcrumbs",
    "share", "sharing", "sharer", "sosmed", "social", "socials", "sosial", "sharedaddy", "addtoany",
    "pagination", "paging", "pager", "newsletter", "subscribe", "berlangganan", "cookie", "cookies",
    "popup", "modal", "iklan", "ads", "adsense", "advertisement", "sponsor", "sponsored", "populer",
    "popular", "terpopuler", "trending", "recommended", "rekomendasi", "recommendation", "outbrain",
    "taboola", "jp-relatedposts", "tags", "tagcloud", "taglist", "copyright", "skip", "authorbox",
    "login", "signup", "infeed", "lainnya", "terkini", "terbaru",
  ]
  private static let ratherWords: Set<String> = [
    "sidebar", "widget", "widgets", "aside", "meta", "byline", "author", "penulis", "date",
    "tanggal",
    "time", "waktu", "header", "promo", "banner", "ad", "toolbar", "headline", "tag", "label",
    "labels", "info", "credit", "editor", "caption-credit", "bottom", "prev", "next", "more",
    "readmore", "toc",
  ]
  /// A class that tells a state, or what the article is about, says nothing of what the element is.
  private static let statePrefixes = [
    "has-", "no-", "with-", "without-", "is-", "not-", "tag-", "category-", "post-", "page-",
    "single-",
    "type-", "format-", "theme-", "template-",
  ]
  private static let stateSuffixes = ["-open", "-closed", "-enabled", "-disabled", "-on", "-off"]

  static func verdict(of node: HTMLTree.Node) -> Verdict {
    guard !exempt.contains(node.name) else { return .unknown }
    if besideElements.contains(node.name) { return .beside }
    let role = node["role"]?.lowercased() ?? ""
    if besideRoles.contains(role) { return .beside }
    var verdict: Verdict =
      ratherElements.contains(node.name) || ratherRoles.contains(role) ? .rather : .unknown
    for name in names(of: node) where !isState(name) {
      let words = self.words(of: name)
      if words.contains(where: besideWords.contains) { return .beside }
      // "content-meta" is the meta line; "meta-content-article" may be all.
      if words.contains(where: ratherWords.contains) { verdict = .rather }
    }
    return verdict
  }

  // MARK: Bodies

  private static let bodyOf: Set<String> = [
    "article", "artikel", "post", "entry", "berita", "news", "story", "detail", "read", "single",
    "content", "konten", "blog", "field", "page", "main", "the",
  ]
  private static let bodyPart: Set<String> = [
    "content", "konten", "body", "isi", "text", "txt", "detail", "paragraph", "articlebody",
    "entry",
    "article", "bodycontent",
  ]
  private static let noBody: Set<String> = [
    "title", "judul", "list", "item", "items", "card", "thumb", "thumbnail", "image", "img", "grid",
    "header", "author", "excerpt", "wrapper-related", "box", "inner-sidebar",
  ]
  private static let bodyNames: Set<String> = [
    "isiberita", "isi", "articlebody", "artikelisi", "postbody", "bodytext", "itp_bodycontent",
    "storytext", "readcontent", "kontenberita", "isiartikel", "detailtext",
  ]

  /// Whether an element's names say that it is the body of an article: `entry-content`,
  /// `detail__body-text`, `isi-berita`.
  static func namesBody(_ node: HTMLTree.Node) -> Bool {
    guard !exempt.contains(node.name), verdict(of: node) == .unknown else { return false }
    return names(of: node).contains { name in
      if bodyNames.contains(name) { return true }
      let words = self.words(of: name)
      guard words.count >= 2, !words.contains(where: noBody.contains),
        let part = words.lastIndex(where: bodyPart.contains)
      else { return false }
      return words.indices.contains { $0 != part && bodyOf.contains(words[$0]) }
    }
  }

  // MARK: Words

  private static func names(of node: HTMLTree.Node) -> [String] {
    let classes = node["class"]?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    return classes + (node["id"].map { [$0] } ?? [])
  }

  private static func isState(_ name: String) -> Bool {
    let name = name.lowercased()
    // "post-related" is no state of a post.
    let isPrefixed = statePrefixes.contains { name.hasPrefix($0) && !isPartOfPost(name, $0) }
    return isPrefixed || stateSuffixes.contains(where: name.hasSuffix)
  }

  private static func isPartOfPost(_ name: String, _ prefix: String) -> Bool {
    guard ["post-", "page-", "single-", "tag-"].contains(prefix) else { return false }
    return !name.dropFirst(prefix.count).allSatisfy(\.isNumber)
  }

  /// `detail__body-text` and `detailBodyText` are three words each.
  private static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasSmall = false
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if !isPart || (character.isUppercase && wasSmall) {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if isPart { word += character.lowercased() }
      wasSmall = character.isLowercase
    }
    return word.isEmpty ? words : words + [word]
  }
}
