import PantauCore
import PantauMatch
import PantauStore

/// The alerts that a new configuration gains and loses, printed as they are found.
struct BacktestDifference {
  /// What an item matches by the running configuration and by the new one.
  struct Outcomes: Sendable {
    var before: MatchOutcome
    var after: MatchOutcome
  }

  private let feeds: [Int64: ArchivedFeed]
  private let json: Bool
  private var oldTally = BacktestTally()
  private(set) var newTally = BacktestTally()
  private var gained = 0
  private var lost = 0
  private var changed = 0

  init(feeds: [Int64: ArchivedFeed], json: Bool) {
    self.feeds = feeds
    self.json = json
  }

  /// Adds an item that both configurations judged.
  mutating func add(_ item: ArchivedItem, _ outcomes: Outcomes) throws {
    let before = oldTally.add(item, outcomes.before)
    let after = newTally.add(item, outcomes.after)
    guard before != after else { return }
    let change: Change = before.isEmpty ? .gained : after.isEmpty ? .lost : .changed
    switch change {
    case .gained: gained += 1
    case .lost: lost += 1
    case .changed: changed += 1
    }
    try StandardStream.printLine(
      json ? object(change, item, before, after) : line(change, item, before, after))
  }

  private enum Change: String {
    case gained, lost, changed

    var sign: String {
      switch self {
      case .gained: "+"
      case .lost: "-"
      case .changed: "~"
      }
    }
  }

  private func line(
    _ change: Change, _ item: ArchivedItem, _ before: Set<String>, _ after: Set<String>
  ) -> String {
    let parts =
      after.subtracting(before).sorted().map { "+" + $0 }
      + before.subtracting(after).sorted().map { "-" + $0 }
    let feed = feeds[item.feedID]?.displayName ?? ""
    return DisplayText.safe(
      "\(change.sign) \(LocalTime.text(item.seen))  \(item.id)  \(parts.joined(separator: " "))  "
        + "\(item.item.title ?? "") | \(feed)")
  }

  private func object(
    _ change: Change, _ item: ArchivedItem, _ before: Set<String>, _ after: Set<String>
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.name("change")
      json.value(change.rawValue)
      json.name("item")
      json.value(item.id)
      json.name("seen")
      json.value(item.seen)
      json.name("title")
      json.value(item.item.title)
      json.name("feed")
      json.value(feeds[item.feedID]?.displayName)
      json.name("gained")
      json.value(after.subtracting(before).sorted())
      json.name("lost")
      json.value(before.subtracting(after).sorted())
    }
    return json.text
  }

  /// The last line: how many alerts in all.
  func printSummary() throws {
    guard json else {
      return try StandardStream.printLine(
        "\(gained.of("alert")) gained, \(lost) lost, \(changed) with other keywords: "
          + "\(newTally.alerts) instead of \(oldTally.alerts) in \(newTally.items.of("item"))")
    }
    var json = JSONWriter()
    json.object { json in
      json.name("items")
      json.value(newTally.items)
      json.name("gained")
      json.value(gained)
      json.name("lost")
      json.value(lost)
      json.name("changed")
      json.value(changed)
      json.name("alertsBefore")
      json.value(oldTally.alerts)
      json.name("alertsAfter")
      json.value(newTally.alerts)
    }
    try StandardStream.printLine(json.text)
  }
}
