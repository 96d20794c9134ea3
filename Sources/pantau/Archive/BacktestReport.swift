import PantauCore
import PantauMatch
import PantauStore

/// A backtest as it is shown.
struct BacktestReport {
  let tally: BacktestTally
  let definitions: [KeywordDefinition]
  let feeds: [Int64: ArchivedFeed]

  /// For a person.
  var lines: [String] {
    guard let span = tally.span else { return ["the archive has no items of that time"] }
    var lines = [summary(span), ""]
    lines += DayPlot.lines(tally.days, over: span)
    guard tally.alerts > 0 else { return lines + meaningLines }
    lines += [""] + feedTable.lines
    if definitions.count > 1 { lines += [""] + keywordTable.lines }
    let meanings = meaningLines
    if !meanings.isEmpty { lines += [""] + meanings }
    lines.append("")
    for excerpt in tally.excerpts {
      let meaning = excerpt.match.meaning.map { " (\($0))" } ?? ""
      lines.append(
        DisplayText.safe(
          "\(excerpt.seen)  \(excerpt.item.id)  \(excerpt.match.keyword)\(meaning): "
            + excerpt.match.excerpt))
    }
    return lines
  }

  private func summary(_ span: ClosedRange<Int>) -> String {
    let tenths = (tally.alerts * 10 + span.count / 2) / span.count
    let most = tally.busiest.map { ", at most \($0.alerts) on \(Self.day($0.day))" } ?? ""
    return "\(tally.alerts.of("alert")) in \(tally.items.of("item")) from "
      + "\(Self.day(span.lowerBound)) to \(Self.day(span.upperBound)): \(tenths / 10).\(tenths % 10) a day\(most)"
  }

  static func day(_ number: Int) -> String { LocalTime.text(CivilDay(daysSince1970: number)) }

  private var sortedFeeds: [(name: String, alerts: Int)] {
    tally.feeds.map { (feeds[$0.key]?.displayName ?? "feed \($0.key)", $0.value) }
      .sorted { ($1.alerts, $0.name) < ($0.alerts, $1.name) }
  }

  private var feedTable: Table {
    var table = Table(header: ["ALERTS", "FEED"])
    for feed in sortedFeeds { table.add(["\(feed.alerts)", feed.name]) }
    return table
  }

  private var keywordTable: Table {
    var table = Table(header: ["ALERTS", "KEYWORD"])
    for definition in definitions {
      table.add(["\(tally.keywords[definition.name]?.alerts ?? 0)", definition.name])
    }
    return table
  }

  private var meaningLines: [String] {
    definitions.compactMap { definition in
      let counts = tally.keywords[definition.name]?.meanings ?? [:]
      guard !counts.isEmpty else { return nil }
      let names = definition.meanings.map(\.name) + [KeywordDefinition.unclear]
      let parts = names.compactMap { name in
        counts[name].map { count in
          let alerts = definition.alertOn.map { $0.contains(name) } ?? true
          return "\(name) \(count)\(alerts ? "" : " (does not alert)")"
        }
      }
      return DisplayText.safe("meanings of \(definition.name): \(parts.joined(separator: ", "))")
    }
  }

  // MARK: - JSON

  /// One object.
  var object: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.name("items")
      json.value(tally.items)
      json.name("alerts")
      json.value(tally.alerts)
      json.name("busiestDay")
      json.value(tally.busiest.map { Self.day($0.day) })
      json.name("maxPerDay")
      json.value(tally.busiest?.alerts ?? 0)
      json.name("days")
      json.array { json in
        for day in tally.span ?? 0...0 where tally.span != nil {
          Self.write(&json, "day", Self.day(day), tally.days[day, default: 0])
        }
      }
      json.name("feeds")
      json.array { json in
        for feed in sortedFeeds { Self.write(&json, "feed", feed.name, feed.alerts) }
      }
      json.name("keywords")
      json.array { json in
        for definition in definitions { write(definition.name, to: &json) }
      }
      json.name("excerpts")
      json.array { json in
        for excerpt in tally.excerpts { write(excerpt, to: &json) }
      }
    }
    return json.bytes
  }

  private static func write(
    _ json: inout JSONWriter, _ key: StaticString, _ name: String, _ alerts: Int
  ) {
    json.object { json in
      json.name(key)
      json.value(name)
      json.name("alerts")
      json.value(alerts)
    }
  }

  private func write(_ name: String, to json: inout JSONWriter) {
    let counted = tally.keywords[name] ?? BacktestTally.Keyword()
    json.object { json in
      json.name("keyword")
      json.value(name)
      json.name("alerts")
      json.value(counted.alerts)
      json.name("meanings")
      json.object { json in
        for (meaning, count) in counted.meanings.sorted(by: { $0.key < $1.key }) {
          json.name(escaping: meaning)
          json.value(count)
        }
      }
    }
  }

  private func write(_ excerpt: BacktestTally.Excerpt, to json: inout JSONWriter) {
    json.object { json in
      json.name("item")
      json.value(excerpt.item.id)
      json.name("title")
      json.value(excerpt.title)
      json.name("keyword")
      json.value(excerpt.match.keyword)
      json.name("field")
      json.value(excerpt.match.field.rawValue)
      json.name("excerpt")
      json.value(excerpt.match.excerpt)
      json.name("meaning")
      json.value(excerpt.match.meaning)
      json.name("because")
      json.value(excerpt.match.because)
    }
  }
}
