/// What a feed's document says about when to ask for it again.
public struct FeedHints: Sendable, Equatable {
  /// RSS 2.0 `ttl`, in seconds.
  public var ttlSeconds: Int?
  /// `sy:updatePeriod` over `sy:updateFrequency`, in seconds.
  public var syndicationSeconds: Int?
  /// RSS `skipHours`, GMT: bit n stands for hour n.
  public var skipHours: UInt32
  /// RSS `skipDays`, GMT: bit 0 stands for Sunday.
  public var skipDays: UInt8

  /// Takes the hints as the parser gives them; hours outside 0 to 24 and days outside 0 to 6 are
  /// dropped, and hour 24 is hour 0.
  public init(
    ttlSeconds: Int? = nil, syndicationSeconds: Int? = nil, skipHours: Set<Int> = [],
    skipDays: Set<Int> = []
  ) {
    self.ttlSeconds = ttlSeconds
    self.syndicationSeconds = syndicationSeconds
    self.skipHours = skipHours.reduce(0) { mask, hour in
      (0...24).contains(hour) ? mask | 1 << UInt32(hour % 24) : mask
    }
    self.skipDays = skipDays.reduce(0) { mask, day in
      (0...6).contains(day) ? mask | 1 << UInt8(day) : mask
    }
  }

  /// The hints of a parsed feed.
  public init(_ feed: ParsedFeed) {
    self.init(
      ttlSeconds: feed.ttlSeconds, syndicationSeconds: feed.syndicationSeconds,
      skipHours: feed.skipHours, skipDays: feed.skipDays)
  }
}
