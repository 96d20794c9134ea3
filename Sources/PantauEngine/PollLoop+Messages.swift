import PantauCore
import PantauHTTP

extension PollLoop {
  /// A poll to start.
  struct Start: Sendable {
    var ask: PollAsk
    var state: FeedState
    /// Where it goes on, after a redirect to another host; nil for its beginning.
    var detour: FetchResult.Detour?
  }

  /// What others tell the loop.
  enum Message: Sendable {
    case finished(Int64, PollDecision, ArrivalTime?, [HostRest])
    case abandoned(Int64, retryIn: Double)
    case redirected(Int64, FetchResult.Detour)
    case replaced(added: [FeedState], removed: [Int64], rules: PollingRules)
    case restarted(FeedState)
    case visit(PollHost, Asker, of: Int64?)
    case visitEnded(PollHost, of: Int64?)
    case rest([HostRest])
    case ping
  }

  struct Inbox: Sendable {
    var messages: [Message] = []
    var isStopping = false
    var inFlight = 0
    var pings = 0
    var leaves: [Asker: Leave] = [:]
    /// Whether the thread has ended, so that nobody else asks any host.
    var hasEnded = false
    var terms = BudgetTerms(requestsPerHourEach: PollingRules.requestsPerHourEach)
    var nextDue: MonotonicInstant?
    /// The feeds still to be polled in a run that polls each once.
    var remaining: Set<Int64>?
  }

  /// Who asks hosts for something else than feeds, each from one thread.
  enum Asker: Sendable, Hashable {
    case articles, parts
  }

  /// The answer to who wants to ask a host for something else than a feed.
  enum Leave: Sendable {
    case granted
    case at(MonotonicInstant)
  }

  /// What the thread works by.
  struct Agenda {
    var scheduler: Scheduler
    var rules: PollingRules
    /// The first polls that go on at another host when their turn comes there.
    var detours: [Int64: FetchResult.Detour] = [:]

    init(_ rules: PollingRules) {
      scheduler = Scheduler(rules: rules)
      self.rules = rules
    }
  }
}
