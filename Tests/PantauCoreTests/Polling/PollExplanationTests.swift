import FoundationEssentials
import Testing

@testable import PantauCore

@Suite("Why the next poll is when it is")
struct PollExplanationTests {
  static func sentences(_ rhythm: FeedRhythm, interval: Duration? = nil) -> [String] {
    PollExplanation(rhythm: rhythm, rules: PollingRules(), operatorInterval: interval)
      .sentences(now: PolledFeed.start)
  }

  @Test("is said in sentences")
  func said() {
    var rhythm = FeedRhythm(due: PolledFeed.start.addingTimeInterval(1_800))
    rhythm.lastPoll = PolledFeed.start
    rhythm.why = PollReason(
      .budget, seconds: 720, limit: .unprovenValidators, limitSeconds: 1_800)
    #expect(
      Self.sentences(rhythm) == [
        "The next poll is due in 30 min, at 2026-01-05T10:30:00Z.",
        "Its share of the requests is one every 12 min at this time of day: "
          + "it brings about one item a day.",
        "That becomes 30 min, because its server has not yet answered \"not modified\", so that "
          + "asking more often would cost it whole documents.",
      ])
    rhythm.why = PollReason(.retryAfter, seconds: 3_600)
    #expect(
      Self.sentences(rhythm)[1]
        == "The server asked to wait 1 h (Retry-After), which is obeyed.")
    rhythm.why = PollReason(.operatorInterval, seconds: 300)
    #expect(
      Self.sentences(rhythm, interval: .seconds(300))[1]
        == "The configuration gives it an interval of 5 min.")
  }

  @Test("names the failure, and since when")
  func failing() {
    var feed = PolledFeed.proven()
    let since = feed.now
    feed.poll(.failed(.timeout))
    feed.poll(.failed(.http5xx))
    let sentences = PollExplanation(
      rhythm: feed.rhythm, rules: feed.rules, operatorInterval: nil
    ).sentences(now: feed.now)
    #expect(sentences[0] == "The feed is due now.")
    #expect(sentences[1].hasPrefix("The last poll failed (an error of the server (5xx)), and"))
    #expect(
      sentences.last
        == "It has failed 2 times in a row, since \(ISO8601.text(since)); the first success ends "
        + "that.")
  }

  @Test("names the interval that would poll a slowed feed every ten minutes")
  func slowed() {
    var rhythm = FeedRhythm(due: PolledFeed.start)
    func sentence(_ interval: Duration? = nil) -> String? {
      PollExplanation(rhythm: rhythm, rules: PollingRules(), operatorInterval: interval)
        .slowedSentence
    }
    #expect(sentence() == nil)
    rhythm.lastPoll = PolledFeed.start
    #expect(
      sentence()
        == "It is polled every 30 min at most, because its server has not yet answered \"not "
        + "modified\", so that asking more often would cost it whole documents; "
        + "\"interval\": \"10m\" would poll it every 10 minutes.")
    #expect(sentence(.seconds(600)) == nil)
    rhythm.validatorsWork = true
    #expect(sentence() == nil)
    rhythm.documentSeconds = 3_600
    #expect(
      sentence()
        == "It is polled every 1 h at most, because the feed says so (ttl); \"interval\": \"10m\" "
        + "would poll it every 10 minutes.")
  }
}
