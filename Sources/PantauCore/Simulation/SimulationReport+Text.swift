extension SimulationReport {
  /// The report for a person: a line on the trace, then a table with a line for each rule.
  public var lines: [String] {
    let header = [
      "rule", "mean", "median", "95 %", "requests", "per new item", "missed", "of equal",
    ]
    let table = [header] + rows.map(cells)
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let days = Self.decimal(seconds / 86_400, 1)
    return ["\(feeds.of("feed")), \(items.of("item")) in \(days) days; delays in minutes", ""]
      + table.map { Self.line($0, widths) }
  }

  /// The report as JSON, an object a line for each rule; delays in seconds.
  public var jsonLines: [String] {
    rows.map { row in
      "{\"rule\":\"\(row.rule)\",\"requests\":\(row.requests),"
        + "\"meanDelaySeconds\":\(Self.decimal(row.meanDelay, 1)),"
        + "\"medianDelaySeconds\":\(Self.decimal(row.medianDelay, 1)),"
        + "\"p95DelaySeconds\":\(Self.decimal(row.p95Delay, 1)),"
        + "\"requestsPerItem\":\(Self.decimal(row.requestsPerItem, 3)),"
        + "\"found\":\(row.found),\"missed\":\(row.missed),\"feeds\":\(feeds),\"items\":\(items)}"
    }
  }

  /// Our mean delay as a share of another rule's; nil when that rule is not in the report.
  public func share(of rule: String) -> Double? {
    guard let ours = rows.first, let other = rows.first(where: { $0.rule == rule }),
      other.meanDelay > 0
    else { return nil }
    return ours.meanDelay / other.meanDelay
  }

  private func cells(_ row: Row) -> [String] {
    let equal = rows.first { $0.rule == PeerRule.equal.rawValue }?.meanDelay ?? 0
    return [
      row.rule, Self.decimal(row.meanDelay / 60, 1), Self.decimal(row.medianDelay / 60, 1),
      Self.decimal(row.p95Delay / 60, 1), "\(row.requests)", Self.decimal(row.requestsPerItem, 2),
      "\(row.missed)", equal > 0 ? Self.decimal(row.meanDelay / equal, 3) : "-",
    ]
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[column] - cell.count)
      line += column == 0 ? cell + padding : "  " + padding + cell
    }
    return line
  }

  /// A number with so many digits after the point.
  package static func decimal(_ number: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let held = number.isFinite ? min(max(number, 0), 1e12) : 0
    let scaled = Int((held * Double(scale)).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let rest = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: digits - rest.count) + rest
  }
}
