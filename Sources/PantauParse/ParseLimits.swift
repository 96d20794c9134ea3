/// The ceilings of the parser; what lies beyond is left out with a warning, never an error.
///
/// Memory is bounded by them together with the size of the body, which the fetcher caps.
public struct ParseLimits: Sendable, Hashable {
  /// How many items are kept, the first ones of the document.
  public var maxItems: Int
  /// How deep elements may nest; reading stops at the first that lies deeper.
  public var maxDepth: Int
  /// How many bytes of one field's text are read; the rest of that field is left out.
  public var maxTextBytes: Int
  /// How many authors, categories or enclosures one item keeps, each for itself.
  public var maxListCount: Int
  /// How many warnings are kept; the last one then says how many more there were.
  public var maxWarnings: Int
  /// How many parts of a sitemap index are kept.
  public var maxParts: Int

  /// How many bytes a body that is a gzip file may become.
  public var maxUnpackedBytes: Int

  /// Makes limits; what is not said keeps its default.
  public init(
    maxItems: Int = 5_000, maxDepth: Int = 256, maxTextBytes: Int = 4_000_000,
    maxListCount: Int = 200, maxWarnings: Int = 20, maxParts: Int = 1_000,
    maxUnpackedBytes: Int = 8_000_000
  ) {
    self.maxItems = maxItems
    self.maxDepth = maxDepth
    self.maxTextBytes = maxTextBytes
    self.maxListCount = maxListCount
    self.maxWarnings = maxWarnings
    self.maxParts = maxParts
    self.maxUnpackedBytes = maxUnpackedBytes
  }

  /// The ceilings of a shipped pantau.
  public static let `default` = ParseLimits()
}
