import PantauCore

/// Reads the members of one object.
///
/// Reports unknown and repeated keys at once, then hands out values of the type asked for. Each
/// method reports what is wrong and returns nil then.
struct ObjectReader {
  let context: ReadingContext
  let place: Place
  private let members: [JSONMember]

  /// Takes an object; reports another kind of value.
  init?(_ place: Place, keys: [String], what: String, in context: ReadingContext) {
    guard let reader = ObjectReader(freeNamed: place, what: what, in: context) else { return nil }
    self = reader
    for member in members where !keys.contains(member.name) {
      let advice =
        NearestName.of(member.name, among: keys).map { "Did you mean \"\($0)\"?" }
        ?? "Known here: \(keys.joined(separator: ", "))."
      context.report(
        at: member.nameStart, place.path, "unknown key \"\(member.name)\"", advice)
    }
  }

  /// Takes an object whose member names are the operator's.
  init?(freeNamed place: Place, what: String, in context: ReadingContext) {
    guard case .object(let members) = place.node.value else {
      context.error(
        place, "is \(place.node.value.kind), not \(what)", "Write an object in braces { }.")
      return nil
    }
    self.context = context
    self.place = place
    self.members = members
    reportRepeats()
  }

  private func reportRepeats() {
    var first: [String: Int] = [:]
    for member in members {
      guard let earlier = first[member.name] else {
        first[member.name] = member.nameStart
        continue
      }
      context.report(
        at: member.nameStart, place.path, "\"\(member.name)\" is given twice",
        "Keep one; the first is on line \(context.position(of: earlier).line).")
    }
  }

  /// All members, in the order written; of repeated ones the first.
  var all: [(name: String, place: Place)] {
    var seen: Set<String> = []
    return members.filter { seen.insert($0.name).inserted }
      .map { ($0.name, place.member($0.name, $0.node)) }
  }

  /// The value of a key, where it is written.
  subscript(key: String) -> Place? {
    guard let member = members.first(where: { $0.name == key }) else { return nil }
    return place.member(key, member.node)
  }

  /// Where the key itself stands, for problems that concern its presence.
  func reportKey(
    _ key: String, _ severity: ConfigurationProblem.Severity = .error, _ what: String,
    _ advice: String
  ) {
    guard let member = members.first(where: { $0.name == key }) else { return }
    context.report(
      severity, at: member.nameStart, place.member(key, member.node).path, what, advice)
  }

  func string(_ key: String, like example: String) -> String? {
    self[key].flatMap { context.string($0, like: example) }
  }

  func strings(_ key: String, of what: String, like example: String) -> [(String, Place)]? {
    self[key].flatMap { context.strings($0, of: what, like: example) }
  }

  func bool(_ key: String) -> Bool? {
    guard let place = self[key] else { return nil }
    if let truth = place.node.bool { return truth }
    context.error(
      place, "is \(place.node.value.kind), not true or false",
      "Write true or false, without quotes.")
    return nil
  }

  func int(_ key: String, in range: ClosedRange<Int>, like example: Int) -> Int? {
    guard let place = self[key] else { return nil }
    guard case .number(let text) = place.node.value else {
      context.error(
        place, "is \(place.node.value.kind), not a whole number",
        "Write a number such as \(example), without quotes.")
      return nil
    }
    guard let number = place.node.int else {
      context.error(
        place, "\(text) is not a whole number", "Write a number such as \(example).")
      return nil
    }
    return context.within(range, number, "\(number)", place, ("small", "large")) { "\($0)" }
  }

  func duration(
    _ key: String, in range: ClosedRange<Duration>, like example: String
  ) -> Duration? {
    self[key].flatMap { context.duration($0, in: range, like: example) }
  }

  func size(_ key: String, in range: ClosedRange<Int>, like example: String) -> Int? {
    guard let place = self[key] else { return nil }
    guard let text = context.string(place, like: example, what: "a size") else { return nil }
    guard let bytes = ByteSize.parse(text) else {
      context.error(
        place, "\"\(text)\" is not a size",
        "Write a whole number with B, KB, MB or GB, such as \"\(example)\".")
      return nil
    }
    return context.within(range, bytes, "\"\(text)\"", place, ("small", "large")) {
      "\"\(ByteSize.exact($0))\""
    }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, what: String, as type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    self[key].flatMap { context.choice($0, what: what) }
  }
}
