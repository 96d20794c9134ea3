import CCurl

/// libcurl's URL parser: text in, ``HTTPURL`` out.
///
/// Its handle never leaves this file.
enum CurlURL {
  /// Reads an absolute URL, or a reference against `base` (RFC 3986, section 5).
  static func parse(_ text: String, relativeTo base: HTTPURL? = nil) throws(HTTPURL.Problem)
    -> HTTPURL
  {
    // A NUL would end the C string early, and line ends could end a header line.
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
      throw .malformed("it is empty or holds control characters")
    }
    guard let handle = curl_url() else { throw .malformed("out of memory") }
    defer { curl_url_cleanup(handle) }
    if let base { try set(handle, base.text) }
    try set(handle, text)
    return try read(handle)
  }

  private static func set(_ handle: OpaquePointer, _ text: String) throws(HTTPURL.Problem) {
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE)
    let code = curl_url_set(handle, CURLUPART_URL, text, flags)
    guard code == CURLUE_OK else { throw .malformed(explanation(code)) }
  }

  private static func read(_ handle: OpaquePointer) throws(HTTPURL.Problem) -> HTTPURL {
    let scheme = part(handle, CURLUPART_SCHEME) ?? ""
    guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
    guard let host = part(handle, CURLUPART_HOST), !host.isEmpty,
      let port = part(handle, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap({ Int($0) })
    else { throw .malformed("it has no host") }
    let credentials = self.credentials(handle)
    for hidden in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT] {
      guard curl_url_set(handle, hidden, nil, 0) == CURLUE_OK else {
        throw .malformed("its parts cannot be told apart")
      }
    }
    guard let text = part(handle, CURLUPART_URL) else {
      throw .malformed("its parts cannot be put together")
    }
    return HTTPURL(
      text: text, isEncrypted: scheme == "https", host: host.asciiLowercased, port: port,
      credentials: credentials)
  }

  private static func credentials(_ handle: OpaquePointer) -> HTTPURL.Credentials? {
    let decoded = UInt32(CURLU_URLDECODE)
    let user = part(handle, CURLUPART_USER, decoded)
    let password = part(handle, CURLUPART_PASSWORD, decoded)
    guard user != nil || password != nil else { return nil }
    return HTTPURL.Credentials(user: user ?? "", password: password ?? "")
  }

  private static func part(_ handle: OpaquePointer, _ part: CURLUPart, _ flags: UInt32 = 0)
    -> String?
  {
    var text: UnsafeMutablePointer<CChar>?
    guard pantau_curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  private static func explanation(_ code: CURLUcode) -> String {
    code == CURLUE_BAD_PORT_NUMBER
      ? "its port is no number from 0 to 65535" : String(cString: curl_url_strerror(code))
  }
}

extension String {
  var asciiLowercased: String {
    String(decoding: utf8.map(\.asciiLowercased), as: UTF8.self)
  }
}
