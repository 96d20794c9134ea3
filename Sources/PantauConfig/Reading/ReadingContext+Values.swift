import PantauCore

/// Reads single values; each method reports what is wrong and returns nil then.
extension ReadingContext {
  func string(_ place: Place, like example: String, what: String = "text") -> String? {
    guard let text = place.node.string else {
      error(
        place, "is \(place.node.value.kind), not \(what)", "Write a string such as \"\(example)\".")
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      error(place, "is empty", "Write a string such as \"\(example)\", or leave the key out.")
      return nil
    }
    return text
  }

  func strings(_ place: Place, of what: String, like example: String) -> [(String, Place)]? {
    guard let elements = place.node.array else {
      error(
        place, "is \(place.node.value.kind), not a list of \(what)",
        "Write a list such as [\"\(example)\"].")
      return nil
    }
    guard !elements.isEmpty else {
      error(place, "is empty", "Write a list such as [\"\(example)\"], or leave the key out.")
      return nil
    }
    var seen: Set<String> = []
    return elements.enumerated().compactMap { index, node in
      let place = place.element(index, node)
      guard let text = string(place, like: example) else { return nil }
      guard seen.insert(text).inserted else {
        error(place, "\"\(text)\" is listed twice", "Keep one.")
        return nil
      }
      return (text, place)
    }
  }

  func duration(
    _ place: Place, in range: ClosedRange<Duration>, like example: String
  ) -> Duration? {
    guard let text = string(place, like: example, what: "a duration") else { return nil }
    guard let duration = DurationText.parse(text) else {
      error(
        place, "\"\(text)\" is not a duration",
        "Write a whole number with ms, s, m, h, d or w, such as \"\(example)\".")
      return nil
    }
    return within(range, duration, "\"\(text)\"", place, ("short", "long")) {
      "\"\(DurationText.exact($0))\""
    }
  }

  func within<Value: Comparable>(
    _ range: ClosedRange<Value>, _ value: Value, _ shown: String, _ place: Place,
    _ words: (low: String, high: String), _ write: (Value) -> String
  ) -> Value? {
    if value < range.lowerBound {
      error(place, "\(shown) is too \(words.low)", "Write at least \(write(range.lowerBound)).")
      return nil
    }
    if value > range.upperBound {
      error(place, "\(shown) is too \(words.high)", "Write at most \(write(range.upperBound)).")
      return nil
    }
    return value
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ place: Place, what: String, as type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue)
    return name(place, among: names, what: what).flatMap(Choice.init(rawValue:))
  }

  /// A string that must be one of the names.
  func name(_ place: Place, among names: [String], what: String) -> String? {
    guard let text = string(place, like: names.first ?? "", what: what) else { return nil }
    guard !names.contains(text) else { return text }
    guard !names.isEmpty else {
      error(place, "\"\(text)\" is not \(what)", "There is none; leave the key out.")
      return nil
    }
    let near = NearestName.of(text, among: names).map { " (did you mean \"\($0)\"?)" } ?? ""
    error(
      place, "\"\(text)\" is not \(what)", "Write one of \(Self.listed(names))\(near).")
    return nil
  }

  /// The first dozen names.
  private static func listed(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }

  func timeOfDay(_ place: Place) -> TimeOfDay? {
    guard let text = string(place, like: "07:30", what: "a time of day") else { return nil }
    if let time = TimeOfDay(text) { return time }
    error(
      place, "\"\(text)\" is not a time of day",
      "Write hours and minutes from \"00:00\" to \"23:59\", such as \"07:30\".")
    return nil
  }

  func hoursOfDay(_ object: ObjectReader) -> HoursOfDay? {
    for key in ["from", "to"] where object[key] == nil {
      error(object.place, "lacks \"\(key)\"", "Write {\"from\": \"22:00\", \"to\": \"06:00\"}.")
    }
    guard let from = object["from"].flatMap(timeOfDay), let toPlace = object["to"],
      let to = timeOfDay(toPlace)
    else { return nil }
    guard from != to else {
      error(
        toPlace, "\"from\" and \"to\" are both \(from)", "Write two different times.")
      return nil
    }
    return HoursOfDay(from: from, to: to)
  }

  /// A path of an existing file, made absolute.
  func existingFile(_ place: Place, like example: String) -> String? {
    guard let text = string(place, like: example, what: "a path") else { return nil }
    let path = absolutePath(text)
    guard surroundings.fileExists(path) else {
      error(place, "there is no file \(path)", "Check the path.")
      return nil
    }
    return path
  }
}
