import PantauHTTP

/// What a mail server's replies mean for the line.
///
/// Replies 4yz, a refused login or sender, and failures of the connection concern the channel as a
/// whole; a recipient or content refused for good (5yz) concerns the one message.
struct MailJudge {
  /// The server's URL, which holds no secret.
  let server: String

  /// Judges an attempt.
  ///
  /// - Parameters:
  ///   - outcome: what came of it.
  ///   - isRest: whether other recipients had the mail before.
  /// - Returns: what it means for the line.
  func result(of outcome: MailOutcome, isRest: Bool = false) -> SendResult {
    switch outcome {
    case .accepted(let refused): refused.isEmpty ? .delivered : partly(refused)
    case .refused(at: .recipient, let last, let refused):
      if refused.isEmpty { judge(["": last]) } else { isRest ? partly(refused) : judge(refused) }
    case .refused(let step, let refusal, _): judge(step, refusal)
    case .failed(let failure, let code): .channelFailed(sentence(failure, code))
    case .interrupted: .interrupted
    }
  }

  private typealias Refusals = [String: MailOutcome.Refusal]

  /// Judges what was said of all recipients: one that may be tried again makes the whole line wait.
  private func judge(_ refused: Refusals) -> SendResult {
    mayRecover(refused)
      ? .channelFailed(sentence(refused), retryAfter: nil) : .refused(sentence(refused))
  }

  /// Judges what was said of some recipients, where others have the mail.
  private func partly(_ refused: Refusals) -> SendResult {
    .partly(
      sentence(refused), rest: refused.keys.sorted(), mayRecover: mayRecover(refused))
  }

  private func mayRecover(_ refused: Refusals) -> Bool {
    refused.values.contains(where: \.isTemporary)
  }

  private func sentence(_ refused: Refusals) -> String {
    let said = refused.sorted { $0.key < $1.key }
      .map { "\($0.key): \(Self.shown($0.value))" }.joined(separator: "; ")
    let text = "mail server \(server) does not take mails for \(said)."
    return mayRecover(refused) ? text : text + " Check the channel's \"to\"."
  }

  private func judge(_ step: MailOutcome.Step, _ refusal: MailOutcome.Refusal) -> SendResult {
    let said = "mail server \(server) answered \(Self.shown(refusal))"
    guard !refusal.isTemporary else { return .channelFailed(said + ".", retryAfter: nil) }
    return switch step {
    case .content: .refused(said + ".")
    // 552: more than it takes (RFC 5321, section 4.2.3; RFC 1870).
    case .sender where refusal.code == 552: .refused(said + ".")
    case .sender:
      .channelFailed(
        said + " to the sender; check the channel's \"from\", \"user\" and \"password\".")
    case .login:
      .channelFailed(
        said + " to the login; check the channel's \"user\" and \"password\".")
    case .encryption: .channelFailed(said + " to STARTTLS; it may need smtps:.")
    case .greeting, .recipient: .channelFailed(said + ".", retryAfter: nil)
    }
  }

  private static func shown(_ refusal: MailOutcome.Refusal) -> String {
    refusal.text.isEmpty ? "\(refusal.code)" : "\(refusal.code) (\(refusal.text))"
  }

  private func sentence(_ failure: MailOutcome.Failure, _ code: Int32) -> String {
    let cause = "(libcurl error \(code))"
    return switch failure {
    case .lookup: "mail server \(server): the host's name cannot be resolved \(cause)."
    case .connection: "mail server \(server): no connection, or it broke \(cause)."
    case .timeout: "mail server \(server): no answer in time \(cause)."
    case .encryption:
      """
      mail server \(server): no secure connection; check its certificate, set "ca", or see \
      "startTLS" \(cause).
      """
    case .login:
      """
      mail server \(server) offers no login by PLAIN or LOGIN here; check "user", "startTLS" and \
      the port \(cause).
      """
    case .settings: "mail server \(server): its URL cannot be used \(cause)."
    case .other: "mail server \(server): the mail was not handed over \(cause)."
    }
  }
}
