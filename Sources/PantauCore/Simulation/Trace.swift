/// A recording of when feeds published: what the simulation replays.
public struct Trace: Sendable {
  /// One feed's items.
  public struct Feed: Sendable {
    /// Its URL or any other name.
    public var name: String
    /// When its items were published, in seconds since 1970, ascending.
    public var times: [Double]

    /// Takes the times in any order.
    public init(name: String, times: [Double]) {
      self.name = name
      self.times = times.sorted()
    }
  }

  /// The feeds, in the order in which the trace first names them.
  public var feeds: [Feed]

  /// The most items that a trace may hold.
  public static let maxItems = 20_000_000

  /// Makes a trace.
  public init(feeds: [Feed]) { self.feeds = feeds }

  /// How many items it holds.
  public var itemCount: Int { feeds.reduce(0) { $0 + $1.times.count } }

  /// The first and the last publication; nil without any.
  public var span: ClosedRange<Double>? {
    let first = feeds.compactMap(\.times.first).min()
    let last = feeds.compactMap(\.times.last).max()
    guard let first, let last else { return nil }
    return first...last
  }
}

/// What is wrong with a trace, with its line.
public struct TraceError: Error, Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// What is wrong and what to write instead.
  public var problem: String

  /// Makes an error.
  public init(line: Int, problem: String) {
    self.line = line
    self.problem = problem
  }

  /// The error as a sentence.
  public var text: String { "line \(line): \(problem)" }
}
