public import PantauCore

/// Follows a feed while it is read, so that neither document nor items need be in memory as a whole.
public protocol FeedObserver {
  /// So many bytes have been read, and their memory may be given back: once while the encoding is
  /// judged, and from the start again while the feed is read.
  func didRead(upTo offset: Int)

  /// Whether items are wanted before the feed is finished.
  var takesItems: Bool { get }

  /// Items are complete, in the document's order.
  ///
  /// - Parameters:
  ///   - items: those since the last call.
  ///   - format: the format of their feed.
  func take(_ items: [Item], of format: FeedFormat)
}

/// Observes nothing.
struct NoObserver: FeedObserver {
  let takesItems = false

  func didRead(upTo offset: Int) {}

  func take(_ items: [Item], of format: FeedFormat) {}
}
