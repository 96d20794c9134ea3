import CCurl

extension TransferError {
  /// An error of pantau's own rules at `url` (already without secrets).
  static func refusal(_ kind: Kind, at url: String, detail: String, limits: FetchLimits) -> Self {
    Self(kind: kind, message: "\(url): \(sentence(for: kind, detail, limits))")
  }

  /// An error of libcurl's, with its number and text kept as the cause.
  static func transfer(
    _ code: CURLcode, at url: String, text: String, head: HeadState, limits: FetchLimits
  ) -> Self {
    let kind = kind(of: code, text: text, head)
    let cause = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    return Self(
      kind: kind, code: Int32(bitPattern: code.rawValue),
      message: "\(url): \(sentence(for: kind, cause, limits)) (libcurl \(code.rawValue))")
  }

  /// How far the answer's head had come, which tells the meanings of some codes apart.
  enum HeadState {
    case none
    case begun
    case complete
  }

  private static func kind(of code: CURLcode, text: String, _ head: HeadState) -> Kind {
    switch code {
    case CURLE_UNSUPPORTED_PROTOCOL: text.contains("HTTP/0.9") ? .badResponse : .unsupportedScheme
    case CURLE_URL_MALFORMAT: .badRequest
    case CURLE_COULDNT_RESOLVE_HOST: .dns
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
    case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_INTERFACE_FAILED: .connect
    case CURLE_OPERATION_TIMEDOUT: .timeout
    // An overlong header line is reported as lack of memory, by newer versions as code 100.
    case CURLE_OUT_OF_MEMORY, CURLcode(100): head == .begun ? .headersTooLarge : .other
    case CURLE_PARTIAL_FILE, CURLE_HTTP2_STREAM: .truncated
    case CURLE_RECV_ERROR: head != .none ? .truncated : .connect
    case CURLE_GOT_NOTHING: .badResponse
    case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2: .badResponse
    case CURLE_BAD_CONTENT_ENCODING: .badEncoding
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_USE_SSL_FAILED, CURLE_SSL_SHUTDOWN_FAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_INVALIDCERTSTATUS:
      .tls
    default: .other
    }
  }

  /// By the words of the TLS library: only of an unknown issuer does the feed's own "ca" help.
  private static func tlsAdvice(_ detail: String) -> String {
    if detail.contains("expired") {
      return "The server's operator has to renew it; it is tried again later."
    }
    if detail.contains("subject name") || detail.contains("does not match") {
      return "The certificate is another host's: check the URL."
    }
    return "If the server has a private certificate authority, name its file as the feed's \"ca\"."
  }

  /// What happened and what to do, per kind; `detail` is the particular of this case.
  private static func sentence(for kind: Kind, _ detail: String, _ limits: FetchLimits) -> String {
    switch kind {
    case .dnsTemporary:
      "the name server gave no answer for now: \(detail). It is tried again later."
    case .dns:
      "the host's name was not found: \(detail). Check the URL's spelling, and that DNS works here."
    case .connect:
      "no connection to the server: \(detail). It is tried again later."
    case .proxy:
      "the proxy did not serve: \(detail). Check polling.proxy."
    case .tls:
      "no secure connection: \(detail). \(tlsAdvice(detail))"
    case .timeout:
      "a time limit passed: \(detail). It is tried again later."
    case .tooLarge:
      "the body passes \(limits.maxBodyBytes) bytes after decompression and was given up. "
        + "If it is meant to be that large, raise polling.maxBody."
    case .headersTooLarge:
      "the header lines pass \(limits.maxHeaderBytes) bytes; the answer was given up."
    case .truncated:
      "the answer broke off before its end: \(detail). Nothing of it was used; it is tried again "
        + "later."
    case .badEncoding:
      "the body's compression cannot be read: \(detail). Nothing of it was used."
    case .badResponse:
      "the answer is not proper HTTP: \(detail)."
    case .redirectLoop:
      "redirects \(detail), which was asked already: a ring. Use the URL that a browser ends at."
    case .tooManyRedirects:
      "redirects once more \(detail), after \(limits.maxRedirects) redirects. Use the URL that a "
        + "browser ends at."
    case .redirectRefused(let reason):
      "redirects \(detail), \(advice(for: reason))"
    case .addressRefused:
      "\(detail), which a URL from the network may not reach. If it is meant, set "
        + "polling.allowPrivateAddresses to true."
    case .unsupportedScheme:
      "cannot be fetched: \(detail). Only http and https are."
    case .badRequest:
      "cannot be asked for: \(detail)."
    case .cancelled:
      "given up: \(detail)."
    case .other:
      "the transfer failed: \(detail)."
    }
  }

  private static func advice(for reason: RedirectRefusal) -> String {
    switch reason {
    case .leavesEncryption:
      "which would leave encryption; not followed. If that is meant, write the http URL into the "
        + "configuration."
    case .scheme: "which is neither http nor https; not followed."
    case .badURL: "and cannot be followed."
    case .post: "but a POST is not sent on to another place. Use the URL that it should go to."
    }
  }
}
