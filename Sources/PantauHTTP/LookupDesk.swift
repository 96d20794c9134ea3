/// The transfers that wait for a name, on the fetch thread.
final class LookupDesk {
  /// What comes of a name for one transfer.
  enum Advice {
    case connect([IPAddress])
    case fail(NameAnswer)
    /// The transfer is kept here until ``takeAnswers()``, ``overdue()`` or ``remove(where:)`` give
    /// it back.
    case wait
  }

  /// How many transfers wait.
  private(set) var count = 0
  private let resolver: NameResolver
  private var names: NameBook
  private var waiting: [String: [Transfer]] = [:]

  init(_ resolver: NameResolver, addressTime: Duration) {
    self.resolver = resolver
    names = NameBook(addressTime: addressTime)
  }

  /// Looks in the book, and asks where it knows nothing.
  func advice(for transfer: Transfer, to name: String) -> Advice {
    switch names.advice(for: name, now: .now) {
    case .connect(let addresses): return .connect(addresses)
    case .fail(let answer): return .fail(answer)
    case .wait(let isFirst):
      if isFirst, !resolver.ask(name) {
        let answer = NameAnswer.tryAgain("\(name): too many lookups wait for an answer already")
        names.note(answer, for: name, now: .now)
        return .fail(answer)
      }
      waiting[name, default: []].append(transfer)
      count += 1
      return .wait
    }
  }

  /// The transfers whose names were answered, each with its answer.
  func takeAnswers() -> [(transfer: Transfer, answer: NameAnswer)] {
    resolver.takeAnswers().flatMap { host, answer in
      names.note(answer, for: host, now: .now)
      let transfers = waiting.removeValue(forKey: host) ?? []
      count -= transfers.count
      return transfers.map { ($0, answer) }
    }
  }

  /// The transfers that have waited as long as they may; their lookups go on, for the book.
  func overdue() -> [Transfer] {
    guard count > 0 else { return [] }
    let now = ContinuousClock.now
    return remove { transfer in
      let limits = transfer.job.request.limits
      let time = min(limits.connectTimeout, transfer.plan?.timeLeft ?? limits.timeout)
      return transfer.hopStartedAt.duration(to: now) >= time
    }
  }

  /// Takes transfers out of the wait.
  func remove(where isMeant: (Transfer) -> Bool) -> [Transfer] {
    var removed: [Transfer] = []
    for (host, transfers) in waiting where transfers.contains(where: isMeant) {
      let left = transfers.filter { !isMeant($0) }
      waiting[host] = left.isEmpty ? nil : left
      removed += transfers.filter(isMeant)
    }
    count -= removed.count
    return removed
  }
}
