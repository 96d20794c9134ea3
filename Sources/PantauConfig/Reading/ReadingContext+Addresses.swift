import PantauCore

/// Reads URLs and request headers.
extension ReadingContext {
  /// A feed's URL: http, https or file, the last made absolute.
  func feedURL(_ place: Place) -> String? {
    guard let text = string(place, like: "https://example.org/rss.xml", what: "a URL") else {
      return nil
    }
    if text.lowercased().hasPrefix("file:") { return fileURL(text, place) }
    guard let address = address(place, text, schemes: ["https", "http"], orAlso: " or file:")
    else { return nil }
    if address.scheme == "http", !address.isLoopback {
      warn(
        place, "is fetched without encryption: anyone on the way can read and change the news",
        "Write https: where the server has it.")
    }
    if address.userInfo?.contains(":") == true {
      warn(
        place, "holds a password in the clear",
        "Send it as a header instead: \"headers\": {\"Authorization\": {\"env\": \"NAME\"}}.")
    }
    return text
  }

  private func fileURL(_ text: String, _ place: Place) -> String? {
    guard let path = FilePaths.path(ofFileURL: text, from: directory) else {
      error(
        place, "\"\(text)\" is not the URL of a file here",
        "Write file:///absolute/path, or file:path relative to this configuration.")
      return nil
    }
    if !surroundings.fileExists(path) {
      warn(place, "there is no file \(path)", "Check the path; the feed fails until it is there.")
    }
    return FilePaths.fileURL(path)
  }

  /// An absolute URL of one of the schemes, the usual one first, taken apart.
  ///
  /// Of one that may hold a secret, messages show at most the host.
  func address(
    _ place: Place, _ text: String, schemes: [String], orAlso: String = "", isSecret: Bool = false
  ) -> WebAddress? {
    let wanted = schemes.map { "\($0):" }.joined(separator: orAlso.isEmpty ? " or " : ", ")
    do {
      let address = try WebAddress(text)
      guard schemes.contains(address.scheme) else {
        error(
          place, "\"\(address.scheme):\" is not a scheme that serves here",
          "Write a URL with \(wanted)\(orAlso).")
        return nil
      }
      return address
    } catch {
      let shown = isSecret || text.contains("@") ? WebAddress.Fault.cut(text) : text
      report(
        at: place.node.start, place.path, error.what(shown, isCut: shown != text),
        error.advice(shown, scheme: schemes.first ?? "https"))
      return nil
    }
  }

  /// An http(s) URL that may itself be secret, as webhooks' are.
  func secretURL(_ place: Place, schemes: [String] = ["https", "http"]) -> SecretSetting? {
    guard let setting = secret(place, warnsOfLiteral: false) else { return nil }
    guard let url = setting.value?.revealed else { return setting }
    if case .literal = setting.source {
      guard address(place, url, schemes: schemes, isSecret: true) != nil else { return nil }
      return setting
    }
    guard let address = try? WebAddress(url), schemes.contains(address.scheme) else {
      error(
        place, "what \(setting.source) holds is not a URL",
        "It should hold one with \(schemes.map { "\($0):" }.joined(separator: " or ")).")
      return nil
    }
    return setting
  }

  /// The members of `headers`.
  func headers(_ place: Place) -> [HeaderSetting] {
    guard
      let object = ObjectReader(
        freeNamed: place, what: "an object of headers", in: self)
    else { return [] }
    var seen: Set<String> = []
    return object.all.compactMap { name, place in
      guard isAllowedHeader(name, place) else { return nil }
      guard seen.insert(name.lowercased()).inserted else {
        error(place, "is given twice, letter case aside", "Keep one.")
        return nil
      }
      guard let value = secret(place, warnsOfLiteral: false) else { return nil }
      guard value.value.map({ Self.isHeaderValue($0.revealed) }) ?? true else {
        error(
          place, "the value holds a line end or another control character",
          "A header's value is one line.")
        return nil
      }
      return HeaderSetting(name: name, value: value)
    }
  }

  private func isAllowedHeader(_ name: String, _ place: Place) -> Bool {
    let signs = "!#$%&'*+-.^_`|~"
    let isToken =
      !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || signs.contains($0)) }
    guard isToken else {
      error(
        place, "\"\(name)\" is not the name of a header",
        "Write letters, digits and hyphens, such as X-Key.")
      return false
    }
    guard !Self.ownHeaders.contains(name.lowercased()) else {
      error(
        place, "pantau sets \(name) itself",
        name.lowercased() == "user-agent" ? "Use polling.userAgent." : "Leave it out.")
      return false
    }
    return true
  }

  /// Headers that the protocol or the poller's manners decide.
  private static let ownHeaders: Set<String> = [
    "host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer",
    "if-none-match", "if-modified-since", "range", "accept-encoding", "user-agent", "expect",
    "webhook-id", "webhook-timestamp", "webhook-signature",
  ]

  private static func isHeaderValue(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }
}

extension WebAddress.Fault {
  /// A URL without user info and path, where services and operators keep their secrets.
  static func cut(_ text: String) -> String {
    let scheme = text.firstRange(of: "://").map { text[..<$0.upperBound] } ?? ""
    let authority = text[scheme.endIndex...].prefix { !"/?#".contains($0) }
    let host = authority.split(separator: "@").last ?? ""
    return authority.endIndex == text.endIndex && host == authority
      ? text : "\(scheme)\(host)/…"
  }

  /// What is wrong with the text, which may be cut.
  func what(_ text: String, isCut: Bool) -> String {
    switch self {
    case .badCharacter: "the URL holds a space or a control character"
    case .noScheme: "\"\(text)\" is not a full URL"
    case .noHost: "\"\(text)\" names no host"
    case .badHost where isCut: "its host is not the name of one"
    case .badPort where isCut: "its port is not a number"
    case .badHost(let host): "\"\(host)\" is not the name of a host"
    case .badPort(let port): "\"\(port)\" is not a port"
    }
  }

  /// What to write instead.
  func advice(_ text: String, scheme: String) -> String {
    switch self {
    case .badCharacter: "Take it out, or write %20 for a space."
    case .noScheme where (try? WebAddress("\(scheme)://\(text)")) != nil:
      "Write it with its scheme: \"\(scheme)://\(text)\"."
    case .noScheme, .noHost: "Write one such as \"\(scheme)://example.org/\"."
    case .badHost: "Check the part after \(scheme)://."
    case .badPort: "Write a number from 0 to 65535."
    }
  }
}
