import PantauCore

/// Reads `polling`.
extension SettingsReader {
  func polling(_ place: Place?, root: Place) -> PollingConfiguration {
    var polling = PollingConfiguration()
    let object = place.flatMap {
      ObjectReader($0, keys: ConfigurationKeys.polling, what: "an object of settings", in: context)
    }
    if let object { readPace(object, into: &polling) }
    if let object { readIdentity(object, into: &polling) }
    if polling.customUserAgent == nil {
      askForContact(place ?? root.member("polling", root.node), object, polling)
    }
    return polling
  }

  private func askForContact(
    _ place: Place, _ object: ObjectReader?, _ polling: PollingConfiguration
  ) {
    if polling.contact == PollingConfiguration.defaultContact, let written = object?["contact"] {
      context.warn(
        written, "leads to nobody",
        "Servers' people want to know whose requests these are: write your http(s) URL or mail "
          + "address.")
    }
    guard object?["contact"] == nil else { return }
    context.warn(
      place, "lacks \"contact\"",
      "Servers' people want to know whose requests these are: add \"contact\": \"https://…\" or "
        + "your mail address.")
  }

  private func readPace(_ object: ObjectReader, into polling: inout PollingConfiguration) {
    let defaults = polling
    let least = object.duration("minInterval", in: Limits.interval, like: "5m")
    let longest = object.duration("maxInterval", in: Limits.interval, like: "6h")
    polling.minInterval = least ?? defaults.minInterval
    polling.maxInterval = longest ?? defaults.maxInterval
    reportCrossedIntervals(object, polling)
    if object["requestsPerHour"]?.node.value != .null {
      polling.requestsPerHour = object.int(
        "requestsPerHour", in: Limits.requestsPerHour, like: 200)
    }
    polling.concurrency =
      object.int("concurrency", in: Limits.concurrency, like: 256) ?? defaults.concurrency
    polling.perHost = object.int("perHost", in: Limits.perHost, like: 2) ?? defaults.perHost
    polling.hostGap =
      object.duration("hostGap", in: Limits.hostGap, like: "1s") ?? defaults.hostGap
    polling.timeout =
      object.duration("timeout", in: Limits.timeout, like: "30s") ?? defaults.timeout
    polling.maxBodyBytes =
      object.size("maxBody", in: Limits.maxBody, like: "8MB") ?? defaults.maxBodyBytes
  }

  private func reportCrossedIntervals(_ object: ObjectReader, _ polling: PollingConfiguration) {
    guard polling.minInterval > polling.maxInterval else { return }
    let key = object["minInterval"] != nil ? "minInterval" : "maxInterval"
    guard let place = object[key] else { return }
    let (least, longest) = (
      DurationText.exact(polling.minInterval), DurationText.exact(polling.maxInterval)
    )
    context.error(
      place, "minInterval, \"\(least)\", is longer than maxInterval, \"\(longest)\"",
      "Write a minInterval that is at most maxInterval.")
  }

  private func readIdentity(_ object: ObjectReader, into polling: inout PollingConfiguration) {
    polling.contact = object["contact"].flatMap(contact)
    polling.customUserAgent = object["userAgent"].flatMap(userAgent)
    polling.allowsPrivateAddresses = object.bool("allowPrivateAddresses") ?? false
    if let place = object["proxy"], place.node.value != .null {
      polling.proxy = context.secretURL(
        place, schemes: ["http", "https", "socks5h", "socks5", "socks4a", "socks4"])
    }
  }

  private func contact(_ place: Place) -> String? {
    guard
      let text = context.string(place, like: "https://example.org/bot", what: "a URL or address")
    else { return nil }
    if let address = try? WebAddress(text), ["http", "https"].contains(address.scheme) {
      return text
    }
    guard MailAddress.isOne(text) else {
      context.error(
        place, "\"\(text)\" is neither an http(s) URL nor a mail address",
        "Write one such as \"https://example.org/bot\" or \"you@example.org\".")
      return nil
    }
    return text
  }

  private func userAgent(_ place: Place) -> String? {
    guard let text = context.string(place, like: "kota/1.0 (+https://example.org/bot)") else {
      return nil
    }
    guard text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      context.error(
        place, "holds characters that no User-Agent can carry", "Write printable ASCII only.")
      return nil
    }
    return text
  }
}

/// The shape of a mail address, as far as it can be told without asking its server.
enum MailAddress {
  /// Whether the text is `local@domain` without spaces, brackets or control characters.
  static func isOne(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && parts[1].first != "." && parts[1].last != "." && text.utf8.count <= 254
      && text.unicodeScalars.allSatisfy {
        $0.value > 0x20 && !(0x7F...0xA0).contains($0.value)
          && !"<>()[],;:\\\"".unicodeScalars.contains($0)
      }
  }
}
