import PantauCore

/// What a message may pass: quiet hours and digests let some through.
public enum Urgency: Int, Sendable, Hashable, CaseIterable {
  /// An alert; quiet hours hold it and digests collect it.
  case usual = 0
  /// An alert of high severity; passes both unless the channel says otherwise.
  case high = 1
  /// A message that is no alert; quiet hours hold it, digests do not collect it.
  case notice = 2
  /// What somebody waits for or has waited for too long: tests and escalations; nothing holds it.
  case immediate = 3

  init(_ severity: Severity) { self = severity == .high ? .high : .usual }

  init(noticeType type: String) {
    self = type == Notice.testType || type == Alert.escalated ? .immediate : .notice
  }
}
