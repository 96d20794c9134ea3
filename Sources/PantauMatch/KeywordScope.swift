public import PantauCore

/// Where and when a keyword looks; what is empty or nil sets no limit.
///
/// What an item does not tell (its language, the time) is never held against it: in doubt the
/// keyword looks.
public struct KeywordScope: Sendable, Hashable {
  /// A time of day, from its first minute up to its last, which no longer counts; it may pass
  /// midnight.
  public struct Hours: Sendable, Hashable {
    /// The first minute, counted from midnight.
    public var from: Int
    /// The minute after the last.
    public var to: Int

    /// Makes a time of day from minutes since midnight, 0 to 1440.
    public init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }

    /// Whether a minute of the day lies within; equal ends mean the whole day.
    public func contains(_ minute: Int) -> Bool {
      if from == to { return true }
      return from < to ? from <= minute && minute < to : minute >= from || minute < to
    }
  }

  /// Names or URLs of the feeds.
  public var feeds: [String]
  /// Groups of feeds.
  public var groups: [String]
  /// The fields in which terms without `field:` look, instead of title, summary and content.
  public var fields: Set<ItemField>?
  /// Languages of the items, as ISO 639 codes; `id` covers `id-ID`.
  public var languages: [String]
  /// The time of day.
  public var hours: Hours?

  /// Makes a scope; what is not said sets no limit.
  public init(
    feeds: [String] = [], groups: [String] = [], fields: Set<ItemField>? = nil,
    languages: [String] = [], hours: Hours? = nil
  ) {
    self.feeds = feeds
    self.groups = groups
    self.fields = fields
    self.languages = languages
    self.hours = hours
  }

  /// Whether an item lies in the scope.
  public func covers(_ input: MatchInput) -> Bool {
    if !feeds.isEmpty && !feeds.contains(where: { $0 == input.feedName || $0 == input.feedURL }) {
      return false
    }
    if !groups.isEmpty && !groups.contains(where: { $0 == input.group }) { return false }
    if let minute = input.minuteOfDay, let hours, !hours.contains(minute) { return false }
    return languages.isEmpty || covers(language: input.language)
  }

  private func covers(language: String?) -> Bool {
    guard let language, !language.isEmpty else { return true }
    let small = language.lowercased()
    return languages.contains { wanted in
      let wanted = wanted.lowercased()
      return small == wanted || small.hasPrefix(wanted + "-") || small.hasPrefix(wanted + "_")
    }
  }
}
