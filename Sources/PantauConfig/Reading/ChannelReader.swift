import PantauCore

/// Reads `channels`.
struct ChannelReader {
  let context: ReadingContext
  let names: KnownNames

  func readAll(_ place: Place) -> [ChannelConfiguration] {
    guard
      let object = ObjectReader(freeNamed: place, what: "an object of channels", in: context)
    else { return [] }
    if object.all.isEmpty {
      context.error(
        place, "is empty: alerts would go nowhere",
        "Name at least one channel, or leave \"channels\" out for standard output.")
    }
    return object.all.compactMap { name, place in
      guard isName(name, place) else { return nil }
      return read(name, place)
    }
  }

  private func isName(_ name: String, _ place: Place) -> Bool {
    guard name.contains(where: { !$0.isWhitespace }), DisplayText.safe(name) == name else {
      context.error(
        place, "a channel needs a name", "Write letters that can be seen, such as \"newsroom\".")
      return false
    }
    return true
  }

  private func read(_ name: String, _ place: Place) -> ChannelConfiguration? {
    guard let type = type(place), let keys = ConfigurationKeys.channel(type: type),
      let object = ObjectReader(place, keys: keys, what: "a channel", in: context)
    else { return nil }
    let target = ChannelTargetReader(context: context).read(object, type: type)
    var channel = ChannelConfiguration(name: name, target: target ?? .stdout(nil))
    readFilters(object, type: type, into: &channel)
    readTiming(object, into: &channel)
    channel.escalation = escalation(object, of: name)
    return target == nil ? nil : channel
  }

  /// The type decides which keys are known, so it is read before them.
  private func type(_ place: Place) -> String? {
    guard case .object = place.node.value else {
      context.error(
        place, "is \(place.node.value.kind), not a channel",
        "Write an object such as {\"type\": \"stdout\"}.")
      return nil
    }
    guard let type = place.node["type"] else {
      context.error(
        place, "lacks \"type\"",
        "Add \"type\", one of \(ConfigurationKeys.channelTypes.joined(separator: ", ")).")
      return nil
    }
    return context.name(
      place.member("type", type), among: ConfigurationKeys.channelTypes, what: "a type of channel")
  }

  private func readFilters(
    _ object: ObjectReader, type: String, into channel: inout ChannelConfiguration
  ) {
    channel.keywords = object.strings("keywords", of: "keywords", like: "Bontang")?
      .compactMap { context.name($0.1, among: names.keywords, what: "the name of a keyword") }
    channel.groups = context.groups(object, names)
    channel.severity = object.choice("severity", what: "a severity") ?? channel.severity
    guard let events = object.strings("events", of: "events", like: "alert.created") else { return }
    channel.events = Set(
      events.compactMap { text, place in
        guard type == "stdout", text == ChannelEvent.alertUpdated.rawValue else {
          return context.choice(place, what: "an event")
        }
        context.error(
          place, "alert.updated never goes to standard output",
          "Take it out; a channel of another type may have it.")
        return nil
      })
  }

  private func readTiming(_ object: ObjectReader, into channel: inout ChannelConfiguration) {
    channel.rate = object["rate"].flatMap(rate)
    channel.quietHours = object["quietHours"].flatMap(quietHours)
    channel.digest = object["digest"].flatMap(digest)
    channel.retry = object["retry"].flatMap(retry)
    guard let high = object["high"] else { return }
    let word = context.name(high, among: ["pass", "hold"], what: "what high alerts do")
    channel.holdsHigh = word == "hold"
    if channel.quietHours == nil, channel.digest == nil, object["quietHours"] == nil,
      object["digest"] == nil
    {
      object.reportKey(
        "high", .warning, "has no effect without \"quietHours\" or \"digest\"", "Leave it out.")
    }
  }

  private func rate(_ place: Place) -> MessageRate? {
    guard let text = context.string(place, like: "30/m", what: "a rate") else { return nil }
    if let rate = MessageRate(text) { return rate }
    context.error(
      place, "\"\(text)\" is not a rate",
      "Write a number from 1 to 100000 and /s, /m or /h, such as \"30/m\".")
    return nil
  }

  private func quietHours(_ place: Place) -> QuietHours? {
    guard
      let object = ObjectReader(
        place, keys: ConfigurationKeys.quietHours, what: "quiet hours", in: context),
      let hours = context.hoursOfDay(object)
    else { return nil }
    let then = object["then"].flatMap {
      context.name($0, among: ["each", "digest"], what: "what follows quiet hours")
    }
    return QuietHours(hours: hours, endsInDigest: then == "digest")
  }

  private func digest(_ place: Place) -> Digest? {
    if let elements = place.node.array {
      guard !elements.isEmpty else {
        context.error(place, "is empty", "Write times such as [\"07:30\", \"16:00\"].")
        return nil
      }
      let times = elements.enumerated().compactMap { context.timeOfDay(place.element($0, $1)) }
      return times.count == elements.count ? .times(Set(times).sorted()) : nil
    }
    guard let text = context.string(place, like: "07:30", what: "a time of day or a duration")
    else { return nil }
    if text.contains(":") { return context.timeOfDay(place).map { .times([$0]) } }
    return context.duration(place, in: Limits.digestEvery, like: "2h").map { .every($0) }
  }

  private func retry(_ place: Place) -> [Duration]? {
    guard let elements = place.node.array, (1...Limits.retryCount).contains(elements.count) else {
      context.error(
        place, "is not a list of 1 to \(Limits.retryCount) waits",
        "Write the waits between attempts, such as [\"5s\", \"1m\", \"5m\"].")
      return nil
    }
    let waits = elements.enumerated().compactMap {
      context.duration(place.element($0, $1), in: Limits.retryWait, like: "5s")
    }
    return waits.count == elements.count ? waits : nil
  }

  private func escalation(_ object: ObjectReader, of name: String) -> Escalation? {
    for (key, other) in [("acknowledge", "then"), ("then", "acknowledge")]
    where object[key] != nil && object[other] == nil {
      object.reportKey(
        key, .error, "has no effect without \"\(other)\"",
        "Write both: \"acknowledge\": \"15m\", \"then\": \"CHANNEL\".")
    }
    let wait = object.duration("acknowledge", in: Limits.acknowledge, like: "15m")
    guard let place = object["then"],
      let channel = context.name(
        place, among: names.channels.filter { $0 != name }, what: "another channel"),
      let wait
    else { return nil }
    return Escalation(after: wait, channel: channel)
  }
}
