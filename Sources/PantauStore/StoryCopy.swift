/// An item that joined a story which has raised alerts.
///
/// Part of what a commit reports; channels are told by `alert.updated`, in the same transaction.
public struct StoryCopy: Sendable, Hashable {
  /// The item.
  public var item: Int64
  /// The story as it is with it.
  public var story: Int64
  /// How alike it is to the copy it was found by.
  public var likeness: Double
  /// The keywords for which it is silent, because an alert of its story stands for them.
  public var silenced: [String]
  /// The places in the log of the story's alerts before it.
  public var alerts: [Int64]
}
