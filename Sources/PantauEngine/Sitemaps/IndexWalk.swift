import FoundationEssentials
import PantauCore
import PantauHTTP

/// One poll of a sitemap index on its way through the parts.
///
/// A pure value: which part comes next, and what came. An index may name further indexes, two levels
/// deep; no part is asked for twice.
struct IndexWalk {
  private struct Step {
    var part: KnownPart
    /// 1 for a part that the feed itself names.
    var depth: Int
    /// Which answer named it; nil for the feed itself.
    var parent: Int?
  }

  /// The poll, to be given back with its parts.
  var poll: FetchedPoll
  /// What came, in the order of asking.
  private(set) var answers: [PartAnswer] = []
  /// Before when nothing is to be asked.
  var next = MonotonicInstant.now
  /// The part that is on its way.
  private(set) var flying: KnownPart?

  private let known: [KnownPart]
  private var steps: [Step] = []
  private var taken = 0
  private var seen: Set<String> = []

  /// How deep indexes are followed below the feed's own.
  static let maxDepth = 3
  /// How many parts one poll asks for in all.
  static let maxRequests = 15

  /// Begins a walk.
  ///
  /// - Parameters:
  ///   - poll: the poll.
  ///   - listed: what the index lists; nil for one that has not changed.
  ///   - known: what earlier polls left.
  ///   - now: now, by the wall clock.
  init(_ poll: FetchedPoll, listed: [SitemapPart]?, known: [KnownPart], now: Date) {
    self.poll = poll
    self.known = known
    add(PartChoice.parts(listed: listed, known: known, now: now), depth: 1, parent: nil)
  }

  /// The part to ask for now; nil while one is on its way, and at the end.
  var part: KnownPart? { flying == nil && taken < steps.count ? steps[taken].part : nil }

  /// Notes that the part has been asked for.
  mutating func start() {
    flying = part
    taken += 1
  }

  /// Takes what came of it.
  mutating func take(_ result: FetchResult, now: Date) {
    flying = nil
    let step = steps[taken - 1]
    var answer = PartAnswer(result, to: step.part)
    if let listed = answer.listed {
      if step.depth < Self.maxDepth {
        add(
          PartChoice.parts(listed: listed, known: known, now: now), depth: step.depth + 1,
          parent: answers.count)
      } else {
        answer.fail("\(step.part.part.url) is an index that lies too deep in others")
      }
    }
    if answer.fault != nil { forget(step.parent) }
    answers.append(answer)
  }

  /// An index part of which could not be read is read again at the next poll.
  private mutating func forget(_ answer: Int?) {
    guard let answer else { return }
    answers[answer].forget()
    forget(steps[answer].parent)
  }

  private mutating func add(_ parts: [KnownPart], depth: Int, parent: Int?) {
    for part in parts where steps.count < Self.maxRequests && seen.insert(part.part.url).inserted {
      steps.append(Step(part: part, depth: depth, parent: parent))
    }
  }
}
