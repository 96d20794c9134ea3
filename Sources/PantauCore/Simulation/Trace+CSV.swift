import FoundationEssentials

extension Trace {
  /// Reads a trace from CSV (RFC 4180): a header with the columns `feed` and `published`, then a
  /// line for each item.
  ///
  /// Other columns are passed over, lines may stand in any order, and empty ones are skipped.
  ///
  /// - Parameter bytes: the file, in UTF-8.
  /// - Throws: what is wrong and in which line.
  public init(csv bytes: [UInt8]) throws(TraceError) {
    var rows = CSVRows(bytes)
    guard let header = try rows.next() else {
      throw TraceError(line: 1, problem: "the trace is empty; it begins with feed,published")
    }
    let columns = try TraceColumns(header)
    var numbers: [String: Int] = [:]
    var feeds: [Feed] = []
    var items = 0
    while let row = try rows.next() {
      let (name, time) = try columns.item(in: row)
      items += 1
      guard items <= Self.maxItems else {
        throw TraceError(
          line: row.line, problem: "a trace may hold \(Self.maxItems) items; cut it down")
      }
      if let number = numbers[name] {
        feeds[number].times.append(time)
      } else {
        numbers[name] = feeds.count
        feeds.append(Feed(name: name, times: [time]))
      }
    }
    guard items > 0 else {
      throw TraceError(line: header.line, problem: "no item follows the header")
    }
    self.init(feeds: feeds.map { Feed(name: $0.name, times: $0.times) })
  }
}

/// Where a trace's rows have what they tell.
private struct TraceColumns {
  private let count: Int
  private let feed: Int
  private let published: Int

  init(_ header: (line: Int, fields: [String])) throws(TraceError) {
    let names = header.fields.map { $0.lowercased() }
    guard let feed = names.firstIndex(of: "feed"),
      let published = names.firstIndex(of: "published")
    else {
      throw TraceError(
        line: header.line,
        problem: "the header must name the columns feed and published, as in feed,published")
    }
    count = names.count
    (self.feed, self.published) = (feed, published)
  }

  /// The feed's name, and when it had the item, in seconds since 1970.
  func item(
    in row: (line: Int, fields: [String])
  ) throws(TraceError) -> (feed: String, time: Double) {
    guard row.fields.count == count else {
      throw TraceError(
        line: row.line,
        problem: "there are \(row.fields.count) columns where the header has \(count)")
    }
    let text = row.fields[published]
    guard let date = ISO8601.parse(text) else {
      throw TraceError(
        line: row.line,
        problem: "\"\(DisplayText.safe(String(text.prefix(60))))\" is no time in ISO 8601, such as "
          + "2026-11-23T04:05:06Z")
    }
    guard !row.fields[feed].isEmpty else {
      throw TraceError(line: row.line, problem: "the feed has no name")
    }
    return (row.fields[feed], date.timeIntervalSince1970)
  }
}

/// Splits CSV into rows without copying the file.
private struct CSVRows {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // A byte order mark, as spreadsheets write it.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row that is not empty; nil at the end.
  mutating func next() throws(TraceError) -> (line: Int, fields: [String])? {
    while position < bytes.count {
      let start = line
      let fields = try row()
      if fields != [""] { return (start, fields) }
    }
    return nil
  }

  private mutating func row() throws(TraceError) -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    if position < bytes.count, bytes[position] == 0x0D { position += 1 }
    if position < bytes.count, bytes[position] == 0x0A {
      position += 1
      line += 1
    }
    return fields
  }

  private mutating func field() throws(TraceError) -> String {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
    let start = position
    while position < bytes.count, ![0x2C, 0x0D, 0x0A].contains(bytes[position]) { position += 1 }
    return String(decoding: HeaderNumber.trimmed(bytes[start..<position]), as: UTF8.self)
  }

  private mutating func quotedField() throws(TraceError) -> String {
    let start = line
    var value: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 0x0A { line += 1 }
      guard byte == UInt8(ascii: "\"") else {
        value.append(byte)
        continue
      }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        guard position == bytes.count || [0x2C, 0x0D, 0x0A].contains(bytes[position]) else {
          throw TraceError(line: line, problem: "a comma must follow the closing quote")
        }
        return String(decoding: value, as: UTF8.self)
      }
      value.append(byte)
      position += 1
    }
    throw TraceError(line: start, problem: "the quote is not closed")
  }
}
