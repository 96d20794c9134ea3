import CCurl

/// Hands mails to a server by libcurl's SMTP (RFC 5321), on the calling thread.
public struct MailClient: Sendable {
  private let server: MailServer

  /// Takes the server; no connection is made yet.
  public init(server: MailServer) { self.server = server }

  /// Hands a mail over in a connection of its own; blocks the thread.
  ///
  /// - Parameters:
  ///   - mail: the mail and its envelope.
  ///   - isStopped: asked about once a second; true ends the attempt.
  /// - Returns: what came of it.
  public func send(_ mail: MailSubmission, isStopped: @escaping () -> Bool) -> MailOutcome {
    guard let easy = SMTPEasy() else { return .failed(.other, code: 27) }
    let conversation = SMTPConversation(mail, with: server, isStopped: isStopped)
    let code = easy.perform(mail, with: server, conversation)
    return Self.outcome(code, conversation)
  }

  private static func outcome(_ code: CURLcode, _ conversation: SMTPConversation) -> MailOutcome {
    if code == CURLE_OK { return .accepted(refused: conversation.refusedRecipients) }
    if conversation.isInterrupted { return .interrupted }
    if let reply = conversation.reply, reply.code >= 400 {
      return .refused(
        at: conversation.step, reply, recipients: conversation.refusedRecipients)
    }
    let failure = conversation.isLate ? .timeout : failure(code, at: conversation.step)
    return .failed(failure, code: Int32(bitPattern: code.rawValue))
  }

  private static func failure(
    _ code: CURLcode, at step: MailOutcome.Step
  ) -> MailOutcome.Failure {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .lookup
    case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING: .connection
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_LOGIN_DENIED: .login
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: .settings
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_USE_SSL_FAILED, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER:
      .encryption
    default: step == .login ? .login : .other
    }
  }
}
