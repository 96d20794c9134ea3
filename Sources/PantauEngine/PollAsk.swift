import PantauCore

/// What a poll asks for: the URL, and whether with validators.
struct PollAsk: Sendable {
  /// The feed's number in the archive.
  var feed: Int64
  /// The URL asked: the feed's own, or the target of a remembered permanent redirect.
  var url: String
  /// Whether it is the feed's own.
  var isOriginal: Bool
  /// The validators sent; empty for a guard against servers that say 304 for ever.
  var validators: Validators
}
