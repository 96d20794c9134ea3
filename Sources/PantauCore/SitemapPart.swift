public import FoundationEssentials

/// One part of a sitemap index, as the index names it (sitemaps.org, `sitemap`).
public struct SitemapPart: Sendable, Hashable {
  /// The absolute URL.
  public var url: String
  /// When it last changed, by the index's word.
  public var lastModified: Date?

  /// Makes a part.
  public init(url: String, lastModified: Date? = nil) {
    self.url = url
    self.lastModified = lastModified
  }
}

/// What is kept of a part between polls.
public struct KnownPart: Sendable, Hashable {
  /// The part as the index named it when it was last read.
  public var part: SitemapPart
  /// What to ask with.
  public var validators: Validators
  /// When it was last read; nil where that failed.
  public var readAt: Date?
  /// Whether it is a sitemap of pages, without a single news entry.
  public var isPlain: Bool

  /// Makes a part never read.
  public init(_ part: SitemapPart) {
    self.part = part
    validators = Validators()
    isPlain = false
  }
}

/// Which parts of a sitemap index a poll follows.
public enum PartChoice {
  /// How many parts one poll follows.
  public static let maxParts = 5
  /// How long a part without news is left alone.
  static let plainRest: TimeInterval = 7 * 86_400

  /// The parts to ask for now, the likeliest to have news first.
  ///
  /// Those named for news come first, then the youngest by `lastmod`, then those with the highest
  /// numbers in their names. One whose `lastmod` is the one it was read with is left out.
  ///
  /// - Parameters:
  ///   - listed: what the index lists; nil for an index that has not changed.
  ///   - known: what earlier polls left.
  ///   - now: now.
  /// - Returns: at most ``maxParts`` parts, with the validators to ask with.
  public static func parts(
    listed: [SitemapPart]?, known: [KnownPart], now: Date
  ) -> [KnownPart] {
    let old = Dictionary(known.map { ($0.part.url, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    let all = (listed ?? known.map(\.part)).filter { seen.insert($0.url).inserted }
    return all.sorted(by: precedes).prefix(maxParts).compactMap { part in
      guard var found = old[part.url] else { return KnownPart(part) }
      let isSame = part.lastModified != nil && part.lastModified == found.part.lastModified
      found.part = part
      guard let readAt = found.readAt else { return found }
      if isSame || (found.isPlain && now.timeIntervalSince(readAt) < plainRest) { return nil }
      return found
    }
  }

  private static func precedes(_ left: SitemapPart, _ right: SitemapPart) -> Bool {
    let (leftNews, rightNews) = (namesNews(left.url), namesNews(right.url))
    if leftNews != rightNews { return leftNews }
    let (leftDate, rightDate) = (left.lastModified, right.lastModified)
    if leftDate != rightDate {
      return leftDate ?? .distantPast > rightDate ?? .distantPast
    }
    let (leftNumbers, rightNumbers) = (numbers(left.url), numbers(right.url))
    return leftNumbers != rightNumbers
      ? rightNumbers.lexicographicallyPrecedes(leftNumbers) : left.url < right.url
  }

  private static func namesNews(_ url: String) -> Bool {
    let path = URLParts(url)?.path.lowercased() ?? ""
    return ["news", "berita", "terkini", "latest"].contains { path.contains($0) }
  }

  private static func numbers(_ url: String) -> [Int] {
    let path = URLParts(url)?.path ?? ""
    return path.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
  }
}
