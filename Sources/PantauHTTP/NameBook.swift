/// What is known of names: addresses found, names that do not exist, lookups under way.
///
/// Lives on the fetch thread. Failures are kept for a while too, so that a hundred feeds of a dead
/// host ask for it once.
struct NameBook {
  /// What a transfer should do about a host.
  enum Advice: Equatable {
    case connect([IPAddress])
    case fail(NameAnswer)
    /// Ask, and wait; `isFirst` is whether nobody has asked yet.
    case wait(isFirst: Bool)
  }

  private struct Entry {
    let answer: NameAnswer
    let until: ContinuousClock.Instant
  }

  /// Entries kept; far more hosts than one machine polls at a time.
  static let maxEntries = 50_000
  /// How long a name that does not exist is not asked for again.
  static let notFoundTime = Duration.seconds(60)
  /// How long after "try again" it is not tried again.
  static let tryAgainTime = Duration.seconds(5)

  private var entries: [String: Entry] = [:]
  private var asked: Set<String> = []
  private let addressTime: Duration

  init(addressTime: Duration) { self.addressTime = addressTime }

  /// Says what to do, and notes that the host is asked for when it is to be.
  mutating func advice(for host: String, now: ContinuousClock.Instant) -> Advice {
    if let entry = entries[host], entry.until > now {
      if case .addresses(let addresses) = entry.answer { return .connect(addresses) }
      return .fail(entry.answer)
    }
    return .wait(isFirst: asked.insert(host).inserted)
  }

  /// Notes an answer.
  mutating func note(_ answer: NameAnswer, for host: String, now: ContinuousClock.Instant) {
    asked.remove(host)
    if entries.count >= Self.maxEntries, entries[host] == nil { makeRoom(now) }
    let time =
      switch answer {
      case .addresses: addressTime
      case .notFound: Self.notFoundTime
      case .tryAgain: Self.tryAgainTime
      }
    entries[host] = Entry(answer: answer, until: now + time)
  }

  private mutating func makeRoom(_ now: ContinuousClock.Instant) {
    entries = entries.filter { $0.value.until > now }
    if entries.count >= Self.maxEntries { entries = [:] }
  }
}
