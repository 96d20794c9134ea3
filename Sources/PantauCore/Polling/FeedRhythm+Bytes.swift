import FoundationEssentials

extension FeedRhythm {
  /// The first byte of ``bytes``: the layout that follows.
  ///
  /// The one before lacked what
  /// ``readDays(from:)`` reads.
  static let layout: UInt8 = 3
  static let layoutWithoutDays: UInt8 = 2

  /// The rhythm packed for the database: some 400 bytes, the first of them the layout's version.
  ///
  /// ``init(bytes:)`` reads them back. Instants are kept to the millisecond.
  public var bytes: [UInt8] {
    var writer = RhythmWriter()
    writer.write(Self.layout)
    writeTimes(to: &writer)
    writeAnswers(to: &writer)
    writeNews(to: &writer)
    writer.write(redirect != nil)
    if let redirect {
      writer.write(redirect.target)
      writer.write(Int32(clamping: redirect.count))
      writer.write(redirect.firstSeen)
      writer.write(redirect.adopted)
      writer.write(redirect.lastOriginalTry)
    }
    return writer.bytes
  }

  /// Reads a packed rhythm; nil when the bytes are of another version or damaged, for which the
  /// owner starts anew with what its columns hold.
  public init?(bytes: some Sequence<UInt8>) {
    var reader = RhythmReader(bytes)
    let layout: UInt8 = reader.integer()
    guard [Self.layout, Self.layoutWithoutDays].contains(layout), let due = { reader.date() }()
    else { return nil }
    self.init(due: due)
    guard readTimes(from: &reader) else { return nil }
    readAnswers(from: &reader)
    readNews(from: &reader)
    if layout == Self.layout { readDays(from: &reader) }
    if reader.flag() {
      let target = reader.text()
      let count = Int(reader.integer(Int32.self))
      guard let first = reader.date() else { return nil }
      let adopted = reader.date()
      guard let last = reader.date() else { return nil }
      redirect = RedirectMemory(
        target: target, count: max(0, count), firstSeen: first, adopted: adopted,
        lastOriginalTry: last)
    }
    guard !reader.hasFailed, reader.isAtEnd else { return nil }
  }

  private func writeTimes(to writer: inout RhythmWriter) {
    writer.write(Optional(nextDue))
    writer.write(why.basis.rawValue)
    writer.write(why.basisSeconds)
    writer.write(why.limit?.rawValue ?? 0)
    writer.write(why.limitSeconds)
    for date in [lastPoll, lastSuccess, lastNews] { writer.write(date) }
  }

  private mutating func readTimes(from reader: inout RhythmReader) -> Bool {
    guard let basis = PollReason.Basis(rawValue: reader.integer()) else { return false }
    let seconds = reader.real(Self.secondsRange)
    let limit = PollReason.Limit(rawValue: reader.integer())
    why = PollReason(
      basis, seconds: seconds, limit: limit, limitSeconds: reader.real(Self.secondsRange))
    lastPoll = reader.date()
    lastSuccess = reader.date()
    lastNews = reader.date()
    return true
  }

  private func writeAnswers(to writer: inout RhythmWriter) {
    writer.write(validatorsWork)
    writer.write(Int32(clamping: repeatedBodies))
    writer.write(bodyHash != nil)
    writer.write(bodyHash ?? 0)
    for date in [lastFull, lastGuard, guardFoundNews, failingSince, notBefore] {
      writer.write(date)
    }
    writer.write(failureFactor)
    writer.write(Int32(clamping: failures))
    writer.write(lastFailure?.rawValue ?? 0)
    writer.write(Int32(clamping: throttles))
    writer.write(isGone)
    writer.write(Int64(documentSeconds))
    writer.write(documentIsSyndication)
    writer.write(Int64(freshSeconds))
    writer.write(freshIsExpires)
    writer.write(skipHours)
    writer.write(skipDays)
  }

  private mutating func readAnswers(from reader: inout RhythmReader) {
    validatorsWork = reader.flag()
    repeatedBodies = max(0, Int(reader.integer(Int32.self)))
    let hasHash = reader.flag()
    let hash = reader.integer(UInt64.self)
    bodyHash = hasHash ? hash : nil
    lastFull = reader.date()
    lastGuard = reader.date()
    guardFoundNews = reader.date()
    failingSince = reader.date()
    notBefore = reader.date()
    failureFactor = reader.real(0...1e6)
    failures = max(0, Int(reader.integer(Int32.self)))
    lastFailure = PollFailure(rawValue: reader.integer())
    throttles = min(max(0, Int(reader.integer(Int32.self))), 64)
    isGone = reader.flag()
    documentSeconds = max(0, Int(reader.integer(Int64.self)))
    documentIsSyndication = reader.flag()
    freshSeconds = max(-1, Int(reader.integer(Int64.self)))
    freshIsExpires = reader.flag()
    skipHours = reader.integer()
    skipDays = reader.integer()
  }

  private func writeNews(to writer: inout RhythmWriter) {
    writer.write(rate.counts)
    writer.write(rate.exposures)
    writer.write(rate.scores)
    for count in profile.counts { writer.write(count) }
    writer.write(profile.merit)
    writer.write(profile.days)
    writer.write(Int32(clamping: windowItems))
    writer.write(missGuard)
    writer.write(alertCount)
    writer.write(burst.expected)
    writer.write(burst.found)
    writer.write(Int32(clamping: lastNewItems))
    writer.write(rateAtLastNews)
    writer.write(toldFailing)
    writer.write(toldQuiet)
    writer.write(profile.dayCounts)
    writer.write(profile.dayWatches)
    writer.write(profile.dayMerit)
    writer.write(rate.clumpItems)
    writer.write(rate.clumpPairs)
    writer.write(rate.prior.perDay)
    writer.write(rate.prior.days)
  }

  private mutating func readNews(from reader: inout RhythmReader) {
    rate.counts = reader.vector(0...1e9)
    rate.exposures = reader.vector(0...1e5)
    rate.scores = reader.vector(-1e3...1e3)
    for hour in 0..<24 { profile.counts[hour] = reader.float(0...1e9) }
    profile.merit = reader.float(-1e3...1e3)
    profile.days = reader.float(0...1e3)
    windowItems = max(0, Int(reader.integer(Int32.self)))
    missGuard = reader.real(1.0 / 16...1)
    alertCount = reader.real(0...1e9)
    burst.expected = reader.float(0...1e9)
    burst.found = reader.float(0...1e9)
    lastNewItems = max(0, Int(reader.integer(Int32.self)))
    rateAtLastNews = reader.real(0...1e9)
    toldFailing = reader.flag()
    toldQuiet = reader.flag()
  }

  private mutating func readDays(from reader: inout RhythmReader) {
    profile.dayCounts = reader.week(0...1e9)
    profile.dayWatches = reader.week(0...1e3)
    profile.dayMerit = reader.float(-1e3...1e3)
    rate.clumpItems = reader.float(0...1e9)
    rate.clumpPairs = reader.float(-1e15...1e15)
    rate.prior.perDay = reader.float(0...1e6)
    rate.prior.days = reader.float(0...1e4)
  }

  private static let secondsRange = 0.0...1e12
}
