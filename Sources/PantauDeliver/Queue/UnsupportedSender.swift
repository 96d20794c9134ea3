/// Stands for a type of channel that this version cannot send to yet: nothing is lost, all waits.
struct UnsupportedSender: DeliverySender {
  let type: String
  let recordedTogether = 1

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    .channelFailed(
      "this version of pantau cannot send to channels of type \"\(type)\" yet.",
      retryAfter: ChannelBackoff.asideWait)
  }
}
