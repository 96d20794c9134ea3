import PantauCore

/// Reads the single objects of the top level: `alerts`, `polling`, `retention`, `web`.
struct SettingsReader {
  let context: ReadingContext

  func alerts(_ place: Place) -> AlertsConfiguration {
    var alerts = AlertsConfiguration()
    guard
      let object = ObjectReader(
        place, keys: ConfigurationKeys.alerts, what: "an object of settings", in: context)
    else { return alerts }
    alerts.maxAge = object.duration("maxAge", in: Limits.maxAge, like: "7d") ?? alerts.maxAge
    if let copies = object["copies"] {
      let word = context.name(copies, among: ["quiet", "alert"], what: "what copies do")
      alerts.copiesAlert = word == "alert"
    }
    return alerts
  }

  func retention(_ place: Place) -> RetentionConfiguration {
    var retention = RetentionConfiguration()
    guard
      let object = ObjectReader(
        place, keys: ConfigurationKeys.retention, what: "an object of settings", in: context)
    else { return retention }
    retention.items = object["items"].map(ageOrForever) ?? retention.items
    retention.alerts = object["alerts"].map(ageOrForever) ?? retention.alerts
    retention.maxSizeBytes = object.size("maxSize", in: Limits.maxSize, like: "2GB")
    return retention
  }

  /// A duration; nil for `"forever"` and, after a report, for what is neither.
  private func ageOrForever(_ place: Place) -> Duration? {
    if place.node.string == "forever" { return nil }
    if let text = place.node.string, DurationText.parse(text) == nil {
      context.error(
        place, "\"\(text)\" is neither a duration nor \"forever\"",
        "Write a whole number with h, d or w, such as \"180d\", or \"forever\".")
      return nil
    }
    return context.duration(place, in: Limits.retention, like: "180d")
  }

  func web(_ place: Place) -> WebConfiguration? {
    if place.node.value == .null { return nil }
    guard
      let object = ObjectReader(
        place, keys: ConfigurationKeys.web, what: "an object of settings", in: context)
    else { return nil }
    let publicURL = object["publicURL"].flatMap(publicURL)
    guard let listen = object["listen"] else {
      context.error(place, "lacks \"listen\"", "Add \"listen\": \"127.0.0.1:8710\".")
      return nil
    }
    guard
      let text = context.string(listen, like: "127.0.0.1:8710", what: "an address and a port"),
      let address = listenAddress(text, listen)
    else { return nil }
    if !isLoopback(address.host) {
      context.warn(
        listen, "anyone who reaches this address reads the alerts",
        "Write 127.0.0.1 and put a web server with a login before it, unless that is meant.")
    }
    return WebConfiguration(host: address.host, port: address.port, publicURL: publicURL)
  }

  private func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  private func listenAddress(_ text: String, _ place: Place) -> (host: String, port: Int)? {
    let advice = "Write an address and a port, such as \"127.0.0.1:8710\" or \"[::1]:8710\"."
    guard let address = try? WebAddress("tcp://\(text)"), address.rest.isEmpty,
      address.userInfo == nil, let port = address.port, isLiteral(address.host)
    else {
      context.error(place, "\"\(text)\" is not an address and a port", advice)
      return nil
    }
    return (address.host.trimmingBrackets, port)
  }

  private func isLiteral(_ host: String) -> Bool {
    if host == "localhost" || host.hasPrefix("[") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { (1...3).contains($0.utf8.count) && UInt8($0) != nil }
  }

  private func publicURL(_ place: Place) -> String? {
    guard
      let text = context.string(place, like: "https://pantau.example.org", what: "a URL"),
      context.address(place, text, schemes: ["https", "http"]) != nil
    else { return nil }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}

extension String {
  /// The text without the brackets of an IPv6 literal.
  fileprivate var trimmingBrackets: String {
    hasPrefix("[") ? String(dropFirst().dropLast()) : self
  }
}
