import Logging
import PantauCore

/// Says in the log what a stored poll brought.
enum PollLog {
  static func write(_ poll: ProcessedPoll, news: Int, to logger: Logger) {
    let health = poll.record.health
    var metadata: Logger.Metadata = ["feed": "\(poll.state.settings.shownURL)"]
    if let status = health.status { metadata["status"] = "\(status)" }
    if let total = health.total { metadata["duration_ms"] = "\(total.wholeMilliseconds)" }
    for note in poll.decision.notes { logger.notice("\(note.text)", metadata: metadata) }
    if let error = health.error {
      if let due = poll.record.nextDue { metadata["retry"] = "\(ISO8601.text(due))" }
      metadata["error"] = "\(error)"
      // The first failure is news; that it goes on is in `pantau feeds`.
      let level: Logger.Level = poll.state.rhythm.failures <= 1 ? .warning : .info
      return logger.log(level: level, "poll failed", metadata: metadata)
    }
    if poll.renamedItems > 0 {
      metadata["items"] = "\(poll.renamedItems)"
      logger.notice(
        "the feed shows known items under other guids; they are recognised by link and text",
        metadata: metadata)
      metadata["items"] = nil
    }
    metadata["new"] = "\(news)"
    logger.log(level: news > 0 ? .info : .debug, "polled", metadata: metadata)
    guard let note = health.note else { return }
    metadata["note"] = "\(note)"
    logger.debug("the feed is odd", metadata: metadata)
  }

  static func write(_ surges: [Surge], to logger: Logger) {
    for surge in surges {
      logger.notice(
        "a keyword surges",
        metadata: [
          "keyword": "\(surge.keyword)", "stories": "\(surge.stories)",
          "plausible": "\(surge.plausible)",
        ])
    }
  }
}
