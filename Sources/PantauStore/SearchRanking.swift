import GRDB
import Glibc

/// What `pantau_phrases` tells: of the whole index.
struct SearchStatistics {
  /// What a word of a row is worth in ``SearchRanking``, by the phrase.
  let worths: [Double]
  /// How many words a row has on average.
  let meanLength: Double

  init(_ bytes: UnsafeRawBufferPointer) {
    let numbers = (0..<bytes.count / 8).map {
      Double(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
    }
    let rows = numbers.first ?? 0
    meanLength = max(1, (numbers.dropFirst().first ?? 0) / max(1, rows))
    worths = numbers.dropFirst(2).map { max(log((rows - $0 + 0.5) / ($0 + 0.5)), 1e-6) }
  }
}

/// The rows that a query finds, each with what `pantau_hits` tells of it.
struct SearchHits {
  private(set) var rows: [Int64] = []
  /// For each row so many: its least length, and how often each phrase stands in it.
  private var numbers: [UInt32] = []
  private let size: Int

  init(phrases: Int) { size = 1 + phrases }

  mutating func append(_ row: Int64, _ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 4 * size else { return }
    rows.append(row)
    for place in 0..<size {
      numbers.append(bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self))
    }
  }

  func leastLength(_ place: Int) -> Double { Double(numbers[place * size]) }

  /// BM25 as FTS5 has it, the higher the better.
  func score(_ place: Int, length: Double, _ statistics: SearchStatistics) -> Double {
    let damping = 1.2 * (1 - 0.75 + 0.75 * length / statistics.meanLength)
    var score = 0.0
    for (phrase, worth) in statistics.worths.enumerated() {
      let hits = Double(numbers[place * size + 1 + phrase])
      score += worth * (hits * 2.2 / (hits + damping))
    }
    return score
  }
}

/// The rows that a query of the full-text index finds, those that hold its phrases most densely first;
/// of equals the later one.
///
/// FTS5's own `bm25` looks up the length of each row, which takes most of its time, and looks for a phrase
/// twice. From where a phrase stands follows how long a row is at least, and from that the score that it
/// reaches at most. So rows wait in a heap under what they reach at most; the first one's length is looked
/// up, and one that is still first then is the next result (decision 79).
struct SearchRanking {
  private struct Entry {
    var score: Double
    /// Where it stands among the hits, which are in ascending order.
    var place: UInt32
    var isExact = false

    func comes(before other: Self) -> Bool {
      if score != other.score { return score > other.score }
      return isExact == other.isExact ? place > other.place : !isExact
    }
  }

  private let statistics: SearchStatistics
  private var hits: SearchHits
  private var heap: [Entry] = []
  private let selectSizes: PreparedStatement

  /// Finds the rows with numbers in a range.
  ///
  /// - Throws: `DatabaseError`.
  init(_ db: Database, _ expression: String, _ range: ClosedRange<Int64>) throws {
    selectSizes = try PreparedStatement(db, "SELECT sz FROM search_docsize WHERE id = ?")
    func bind(_ parameters: inout ParameterBinder) {
      parameters.bind(expression)
      parameters.bind(range.lowerBound)
      parameters.bind(range.upperBound)
    }
    let phrases = try PreparedStatement(
      db,
      """
      SELECT pantau_phrases(search) FROM search
      WHERE search MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1
      """)
    let found = try phrases.first(bind) { $0.bytes(0) { SearchStatistics($0) } }
    statistics = found ?? SearchStatistics(UnsafeRawBufferPointer(start: nil, count: 0))
    hits = SearchHits(phrases: statistics.worths.count)
    guard found != nil else { return }
    let select = try PreparedStatement(
      db,
      """
      SELECT rowid, pantau_hits(search) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?
      """)
    try select.forEach(bind) { row in row.bytes(1) { hits.append(row.integer(0), $0) } }
    heap = hits.rows.indices.map { place in
      Entry(
        score: hits.score(place, length: hits.leastLength(place), statistics),
        place: UInt32(place))
    }
    for place in (0..<heap.count / 2).reversed() { sink(place) }
  }

  /// The next row; nil behind the last.
  mutating func next() throws -> Int64? {
    while var first = heap.first {
      let row = hits.rows[Int(first.place)]
      guard !first.isExact else {
        let last = heap.removeLast()
        if !heap.isEmpty {
          heap[0] = last
          sink(0)
        }
        return row
      }
      let least = hits.leastLength(Int(first.place))
      let length = max(least, try length(of: row) ?? least)
      first.score = hits.score(Int(first.place), length: length, statistics)
      first.isExact = true
      heap[0] = first
      sink(0)
    }
    return nil
  }

  /// How many words a row has; FTS5 keeps a number for each column, seven bits a byte.
  private func length(of row: Int64) throws -> Double? {
    try selectSizes.first {
      $0.bind(row)
    } _: { columns in
      columns.bytes(0) { bytes in
        var (sum, number) = (0, 0)
        for byte in bytes {
          number = number << 7 | Int(byte & 0x7F)
          if byte < 0x80 { (sum, number) = (sum &+ number, 0) }
        }
        return Double(sum)
      }
    }
  }

  /// Moves an entry down to where none below it comes before it.
  private mutating func sink(_ start: Int) {
    let entry = heap[start]
    var place = start
    while true {
      var below = 2 * place + 1
      guard below < heap.count else { break }
      if below + 1 < heap.count, heap[below + 1].comes(before: heap[below]) { below += 1 }
      guard heap[below].comes(before: entry) else { break }
      heap[place] = heap[below]
      place = below
    }
    heap[place] = entry
  }
}
