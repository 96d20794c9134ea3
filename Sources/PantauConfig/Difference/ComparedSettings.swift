import PantauCore

/// How a log shows a value.
private enum Shown {
  static func duration(_ duration: Duration?, none: String) -> String {
    duration.map(DurationText.exact) ?? none
  }

  static func text(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "none" }

  static func list(_ texts: [String]?, none: String) -> String {
    guard let texts, !texts.isEmpty else { return none }
    return texts.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

extension FeedConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("name", name, shown: Shown.text(name)),
      ComparedSetting("group", group, shown: Shown.text(group)),
      ComparedSetting("interval", interval, shown: Shown.duration(interval, none: "none")),
      ComparedSetting("fullText", fullText, shown: "\(fullText)"),
      ComparedSetting("headers", headers, shown: nil),
      ComparedSetting("ca", ca, shown: Shown.text(ca)),
      ComparedSetting("secretParameters", secretParameters, shown: nil),
    ]
  }
}

extension KeywordConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("query", query, shown: Shown.text(query)),
      ComparedSetting("groups", groups, shown: Shown.list(groups, none: "all")),
      ComparedSetting("feeds", feeds, shown: nil),
      ComparedSetting(
        "fields", fields, shown: Shown.list(fields?.map(\.rawValue), none: "the usual")),
      ComparedSetting("languages", languages, shown: Shown.list(languages, none: "all")),
      ComparedSetting("hours", hours, shown: hours?.description ?? "always"),
      ComparedSetting("severity", severity, shown: severity.rawValue),
      ComparedSetting("channels", channels, shown: Shown.list(channels, none: "all")),
      ComparedSetting("meanings", meanings, shown: nil),
      ComparedSetting("alertOn", alertOn, shown: Shown.list(alertOn, none: "all")),
      ComparedSetting("language", language, shown: Shown.text(language)),
      ComparedSetting("clitics", clitics, shown: "\(clitics)"),
      ComparedSetting("for", note, shown: Shown.text(note)),
      ComparedSetting("until", until, shown: nil),
    ]
  }
}

extension ChannelConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("type", target.type, shown: target.type),
      ComparedSetting("target", target, shown: nil),
      ComparedSetting("keywords", keywords, shown: Shown.list(keywords, none: "all")),
      ComparedSetting("groups", groups, shown: Shown.list(groups, none: "all")),
      ComparedSetting("severity", severity, shown: severity.rawValue),
      ComparedSetting(
        "events", events, shown: Shown.list(events.map(\.rawValue).sorted(), none: "none")),
      ComparedSetting("rate", rate, shown: rate?.description ?? "none"),
      ComparedSetting("quietHours", quietHours, shown: nil),
      ComparedSetting("digest", digest, shown: nil),
      ComparedSetting("high", holdsHigh, shown: holdsHigh ? "hold" : "pass"),
      ComparedSetting("retry", retry, shown: nil),
      ComparedSetting("escalation", escalation, shown: nil),
    ]
  }
}

extension AlertsConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("maxAge", maxAge, shown: DurationText.exact(maxAge)),
      ComparedSetting("copies", copiesAlert, shown: copiesAlert ? "alert" : "quiet"),
    ]
  }
}

extension PollingConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("minInterval", minInterval, shown: DurationText.exact(minInterval)),
      ComparedSetting("maxInterval", maxInterval, shown: DurationText.exact(maxInterval)),
      ComparedSetting("timeout", timeout, shown: DurationText.exact(timeout)),
      ComparedSetting("maxBody", maxBodyBytes, shown: ByteSize.exact(maxBodyBytes)),
      ComparedSetting("contact", contact, shown: Shown.text(contact)),
      ComparedSetting("userAgent", customUserAgent, shown: Shown.text(customUserAgent)),
      ComparedSetting(
        "allowPrivateAddresses", allowsPrivateAddresses, shown: "\(allowsPrivateAddresses)"),
    ]
  }
}

extension RetentionConfiguration: Comparing {
  var settings: [ComparedSetting] {
    [
      ComparedSetting("items", items, shown: Shown.duration(items, none: "forever")),
      ComparedSetting("alerts", alerts, shown: Shown.duration(alerts, none: "forever")),
      ComparedSetting(
        "maxSize", maxSizeBytes, shown: maxSizeBytes.map(ByteSize.exact) ?? "any"),
    ]
  }
}

extension Configuration {
  /// What is set up once, at the start.
  var startSettings: [ComparedSetting] {
    [
      ComparedSetting("database", database, shown: database),
      ComparedSetting("zone", zone, shown: zone ?? "the machine's"),
      ComparedSetting(
        "web.listen", web.map { [$0.host, "\($0.port)"] },
        shown: web.map { "\($0.host) port \($0.port)" } ?? "none"),
      ComparedSetting("web.publicURL", web?.publicURL, shown: Shown.text(web?.publicURL)),
    ] + polling.startSettings
  }
}

extension PollingConfiguration {
  /// What the fetcher and the scheduler are set up with, at the start.
  fileprivate var startSettings: [ComparedSetting] {
    [
      ComparedSetting(
        "polling.requestsPerHour", requestsPerHour,
        shown: requestsPerHour.map { "\($0)" } ?? "four for each feed"),
      ComparedSetting("polling.concurrency", concurrency, shown: "\(concurrency)"),
      ComparedSetting("polling.perHost", perHost, shown: "\(perHost)"),
      ComparedSetting("polling.hostGap", hostGap, shown: DurationText.exact(hostGap)),
      ComparedSetting("polling.proxy", proxy, shown: nil),
    ]
  }
}
