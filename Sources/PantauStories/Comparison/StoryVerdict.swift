/// What an item is to an older one that tells the same story.
public struct StoryVerdict: Sendable, Hashable {
  /// The share of the shorter text that stands in the other one, word for word or by its stems; 0.35
  /// to 1.
  public var likeness: Double
  /// Whether it says nothing but what the other one does.
  ///
  /// Else it is an update, with another toll or the next stage of the matter, or told so much anew that
  /// this is not sure: it belongs to the story, and nothing that was alerted before silences it.
  public var isCopy: Bool

  /// Makes a verdict.
  public init(likeness: Double, isCopy: Bool) {
    (self.likeness, self.isCopy) = (likeness, isCopy)
  }
}
