import CCurl
import PantauCore

/// Owns an easy handle that hands one mail over, on the calling thread.
///
/// The connection is not kept: the farewell to a server that no longer answers would block whoever
/// frees the handle, for minutes.
final class SMTPEasy {
  private let handle: UnsafeMutableRawPointer
  private var recipientList: UnsafeMutablePointer<curl_slist>?
  private var firstFailure = CURLE_OK

  /// Nil when libcurl has no memory for a handle.
  init?() {
    guard CurlMulti.libraryIsReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(recipientList)
  }

  /// Hands the mail over; blocks.
  ///
  /// - Returns: libcurl's code; what was said stands in the conversation.
  func perform(
    _ mail: MailSubmission, with server: MailServer, _ conversation: SMTPConversation
  ) -> CURLcode {
    setServer(server)
    setLimits(server)
    setEnvelope(mail)
    setCallbacks(conversation)
    guard firstFailure == CURLE_OK else { return firstFailure }
    return withExtendedLifetime(conversation) { curl_easy_perform(handle) }
  }

  private func setServer(_ server: MailServer) {
    keep(pantau_curl_only_smtp(handle))
    set(CURLOPT_URL, server.url)
    set(CURLOPT_PROXY, "")
    set(CURLOPT_USE_SSL, server.encryption.level)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let caFile = server.caFile ?? CertificateBundle.find() {
      set(CURLOPT_CAINFO, caFile)
      keep(pantau_curl_set_none(handle, CURLOPT_CAPATH))
    }
    guard let user = server.user, let password = server.password else { return }
    set(CURLOPT_USERNAME, user)
    set(CURLOPT_PASSWORD, password)
    set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
  }

  private func setLimits(_ server: MailServer) {
    set(CURLOPT_NOSIGNAL, 1)
    keep(pantau_curl_abandon_lookups(handle))
    set(CURLOPT_CONNECTTIMEOUT_MS, server.timeout.wholeMilliseconds)
    // A server may dribble; the conversation's own limits are per reply.
    set(CURLOPT_TIMEOUT_MS, (server.timeout * 3 + server.contentTimeout).wholeMilliseconds)
    set(CURLOPT_FORBID_REUSE, 1)
  }

  private func setEnvelope(_ mail: MailSubmission) {
    set(CURLOPT_MAIL_FROM, "<\(mail.sender)>")
    for recipient in mail.recipients {
      guard let longer = curl_slist_append(recipientList, "<\(recipient)>") else {
        return keep(CURLE_OUT_OF_MEMORY)
      }
      recipientList = longer
    }
    keep(pantau_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipientList))
    keep(pantau_curl_allow_refused_recipients(handle))
    set(CURLOPT_UPLOAD, 1)
    keep(
      pantau_curl_set_large(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.content.count)))
  }

  private func setCallbacks(_ conversation: SMTPConversation) {
    let context = Unmanaged.passUnretained(conversation).toOpaque()
    keep(pantau_curl_set_read(handle, giveContent))
    keep(pantau_curl_set_pointer(handle, CURLOPT_READDATA, context))
    keep(pantau_curl_set_progress(handle, lookAtTime))
    keep(pantau_curl_set_pointer(handle, CURLOPT_XFERINFODATA, context))
    set(CURLOPT_NOPROGRESS, 0)
    // The one way to learn which command a reply belongs to; nothing is printed.
    keep(pantau_curl_set_debug(handle, takeLine))
    keep(pantau_curl_set_pointer(handle, CURLOPT_DEBUGDATA, context))
    set(CURLOPT_VERBOSE, 1)
    // Replies go to the write function as well, whose default is to print them.
    keep(pantau_curl_set_write(handle, CURLOPT_WRITEFUNCTION, dropBytes))
    keep(pantau_curl_set_write(handle, CURLOPT_HEADERFUNCTION, dropBytes))
  }

  private func set(_ option: CURLoption, _ value: String) {
    keep(pantau_curl_set_string(handle, option, value))
  }

  private func set(_ option: CURLoption, _ value: Int) {
    keep(pantau_curl_set_long(handle, option, value))
  }

  private func keep(_ code: CURLcode) {
    if firstFailure == CURLE_OK { firstFailure = code }
  }
}

extension MailServer.Encryption {
  /// CURLUSESSL_…, which are no constants to Swift.
  fileprivate var level: Int {
    switch self {
    case .none: 0
    case .offered: 1
    case .required: 3
    }
  }
}

// The context of the callbacks is the conversation that `perform` keeps alive.

private let giveContent: curl_read_callback = { buffer, size, count, context in
  guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
  let conversation = Unmanaged<SMTPConversation>.fromOpaque(context)
  return conversation._withUnsafeGuaranteedRef {
    $0.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
  }
}

private let lookAtTime: curl_xferinfo_callback = { context, _, _, _, _ in
  guard let context else { return 1 }
  let conversation = Unmanaged<SMTPConversation>.fromOpaque(context)
  return conversation._withUnsafeGuaranteedRef { $0.goesOn() } ? 0 : 1
}

private let takeLine: curl_debug_callback = { _, kind, bytes, count, context in
  guard let bytes, let context else { return 0 }
  let line = UnsafeRawBufferPointer(start: bytes, count: count)
  let conversation = Unmanaged<SMTPConversation>.fromOpaque(context)
  conversation._withUnsafeGuaranteedRef {
    if kind == CURLINFO_HEADER_OUT { $0.take(command: line) }
    if kind == CURLINFO_HEADER_IN { $0.take(replyLine: line) }
  }
  return 0
}

private let dropBytes: curl_write_callback = { _, size, count, _ in size * count }
