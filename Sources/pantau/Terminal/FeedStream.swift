import PantauCore
import PantauParse

/// Prints a feed as a line of JSON while it is read, so that a large one is never in memory whole.
///
/// A feed of ordinary size is gathered and printed in the order of the contract. Of a longer one the
/// items go out as they come, before what is said of the feed itself, which may stand behind them.
final class FeedStream: FeedObserver {
  let takesItems = true
  private let giveBack: (Int) -> Void
  /// The items so far, or what was not written yet.
  private var writer = JSONWriter()
  private var hasItems = false
  /// Whether the beginning of the object is out.
  private var hasBegun = false
  private var isWritten = true

  /// How much JSON is gathered before it is written.
  private static let writeBytes = 65_536
  /// How much JSON of items is kept until the feed itself is known.
  private static let heldBytes = 262_144

  /// Makes the stream of a document whose memory `giveBack` gives back up to an offset.
  init(giveBack: @escaping (Int) -> Void) {
    self.giveBack = giveBack
  }

  func didRead(upTo offset: Int) { giveBack(offset) }

  func take(_ items: [Item], of format: FeedFormat) {
    ParsedFeedJSON.items(items, areFirst: !hasItems, to: &writer) { writer in
      flush(&writer, format)
    }
    hasItems = true
  }

  /// Prints what is left of the feed.
  func end(_ feed: ParsedFeed) throws {
    guard hasBegun else { return try printWhole(feed) }
    take(feed.items, of: feed.format)
    writer.prepared("],")
    ParsedFeedJSON.members(of: feed, to: &writer)
    ParsedFeedJSON.end(feed, to: &writer)
    try finish()
  }

  /// Prints a feed none of whose items is out.
  private func printWhole(_ feed: ParsedFeed) throws {
    let held = exchange(&writer, with: JSONWriter())
    ParsedFeedJSON.begin(feed.format, to: &writer)
    writer.prepared(",")
    ParsedFeedJSON.members(of: feed, to: &writer)
    writer.prepared(#","items":["#)
    hasBegun = true
    held.withBytes { writer.raw($0) }
    take(feed.items, of: feed.format)
    writer.prepared("]")
    ParsedFeedJSON.end(feed, to: &writer)
    try finish()
  }

  private func flush(_ writer: inout JSONWriter, _ format: FeedFormat) {
    guard writer.count >= (hasBegun ? Self.writeBytes : Self.heldBytes) else { return }
    if !hasBegun {
      hasBegun = true
      var beginning = JSONWriter()
      ParsedFeedJSON.begin(format, to: &beginning)
      beginning.prepared(#","items":["#)
      write(beginning)
    }
    write(writer)
    writer.reset()
  }

  private func write(_ writer: borrowing JSONWriter) {
    if isWritten { isWritten = writer.withBytes { StandardStream.output.write($0) } }
  }

  private func finish() throws {
    writer.endLine()
    write(writer)
    // A reader that went away ends the program quietly.
    guard isWritten else { throw Fault(.failed, "") }
  }
}
