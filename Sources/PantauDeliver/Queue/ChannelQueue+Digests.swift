import FoundationEssentials
import PantauCore
import PantauStore

extension ChannelQueue {
  /// The messages that may go now, oldest first.
  func sendable(
    after id: Int64 = 0, isQuiet: Bool, limit: Int
  ) throws(StoreError) -> [Delivery] {
    if isQuiet {
      return try store.waiting(
        for: channel, after: id, among: holding.passingQuiet, limit: limit)
    }
    guard holding.digest == nil else {
      let passing = Set(Urgency.allCases).subtracting(holding.collected)
      return try store.waiting(for: channel, after: id, among: passing, limit: limit)
    }
    let messages = try store.waiting(for: channel, after: id, limit: limit)
    // What a quiet night held goes together, though it may stand behind what came before the night.
    return Array(messages.prefix { digestTime($0) == nil })
  }

  /// Puts what was collected into digests whose time has come.
  ///
  /// - Returns: when the next one is due; nil where nothing is collected.
  mutating func makeDueDigests(_ now: Date) throws(StoreError) -> Date? {
    guard holding.digest != nil || holding.quietHours?.endsInDigest == true else { return nil }
    while true {
      let collected = try store.waiting(
        for: channel, among: holding.collected, limit: Self.stormBatch)
      guard let oldest = collected.first, let due = digestTime(oldest) else { return nil }
      guard due <= now else { return due }
      let isPlanned = holding.digest != nil
      let members = collected.prefix { isPlanned || digestTime($0).map { $0 <= now } ?? false }
      try makeDigest(of: Array(members), now)
    }
  }

  /// Puts a storm of alerts together where people read the channel.
  ///
  /// - Returns: whether there was one.
  mutating func summarizeStorm(
    _ messages: [Delivery], _ first: Delivery, _ now: Date
  ) throws(StoreError) -> Bool {
    guard let limit = sender.summarizesAbove, first.nextAttempt.map({ $0 <= now }) ?? true
    else { return false }
    let alerts = messages.filter { $0.urgency == .usual || $0.urgency == .high }
    guard alerts.count > limit else { return false }
    try makeDigest(of: alerts, now)
    return true
  }

  private func digestTime(_ message: Delivery) -> Date? {
    holding.digestTime(message.urgency, raisedAt: message.raisedAt)
  }

  /// Puts messages together, in as many digests as the receiver's limit asks for.
  private mutating func makeDigest(of messages: [Delivery], _ now: Date) throws(StoreError) {
    var rest = messages[...]
    while !rest.isEmpty {
      let id = ULID(at: now, using: &generator).description
      let (notice, count) = Notice.digest(
        id: id, time: now, of: rest, maxBytes: sender.maxDigestBytes)
      try store.makeDigest(notice, of: rest.prefix(count).map(\.id), for: channel)
      rest = rest.dropFirst(count)
    }
  }
}
