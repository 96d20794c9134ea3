import FoundationEssentials
import PantauStore

extension ChannelQueue {
  /// Tries each message that is due once, and ends; for `run --once`.
  mutating func tryEachOnce() {
    do throws(StoreError) {
      try sendEachOnce()
    } catch {
      problem = error.description
      log.storeFailed(error)
    }
  }

  private mutating func sendEachOnce() throws(StoreError) {
    let start = clock()
    let isQuiet = holding.quietEnd(at: start) != nil
    if !isQuiet { _ = try makeDueDigests(start) }
    var last: Int64 = 0
    while !stop.isStopped {
      let messages = try sendable(after: last, isQuiet: isQuiet, limit: batchSize)
      guard let end = messages.last?.id else { break }
      if let first = messages.first, try summarizeStorm(messages, first, start) { continue }
      last = end
      for message in messages {
        if let due = message.nextAttempt, due > start {
          guard message.refusals == 0 else { continue }
          return try recordRest()
        }
        try keepPace()
        _ = try attempt(message)
        if pausedUntil != nil || isOff || stop.isStopped { return try recordRest() }
      }
    }
    // What is recorded leaves the line; without that a message aside would come again at once.
    try recordRest()
    while !stop.isStopped, !isQuiet, let aside = try store.aside(for: channel, dueAt: start) {
      try keepPace()
      _ = try attempt(aside)
      try recordRest()
      if pausedUntil != nil || isOff { break }
    }
    try recordRest()
  }

  /// Waits on the thread for the pace; for `run --once`.
  private mutating func keepPace() throws(StoreError) {
    guard let slot = paceWait() else { return }
    try recordRest()
    stop.sleep(for: .milliseconds(Int64(slot.timeIntervalSince(clock()) * 1_000) + 1))
  }
}
