import PantauCore
import Synchronization

/// Looks names up on a few threads of its own, for `getaddrinfo` blocks as long as it likes.
///
/// libcurl would start a thread for each lookup, and tells "no such name" and "no answer for now"
/// apart no more. Here each name is asked once however many wait for it, and no thread is there
/// while nothing is asked.
final class NameResolver: Sendable {
  private struct State {
    var line: [String] = []
    var answers: [(host: String, answer: NameAnswer)] = []
    var threads = 0
  }

  /// Names that may wait for a thread.
  static let maxLine = 1_024

  private let state = Mutex(State())
  private let maxThreads: Int
  private let lookUp: @Sendable (String) -> NameAnswer
  private let onAnswer: @Sendable () -> Void

  /// Takes how to look up, and whom to tell that ``takeAnswers()`` has something.
  init(
    maxThreads: Int, lookUp: @escaping @Sendable (String) -> NameAnswer,
    onAnswer: @escaping @Sendable () -> Void
  ) {
    self.maxThreads = max(1, maxThreads)
    self.lookUp = lookUp
    self.onAnswer = onAnswer
  }

  /// Asks for a host that is not being asked for already; false when too many wait.
  func ask(_ host: String) -> Bool {
    let needsThread: Bool? = state.withLock { state in
      guard state.line.count < Self.maxLine else { return nil }
      state.line.append(host)
      guard state.threads < maxThreads else { return false }
      state.threads += 1
      return true
    }
    guard let needsThread else { return false }
    if needsThread { startThread() }
    return true
  }

  /// The answers since the last call.
  func takeAnswers() -> [(host: String, answer: NameAnswer)] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  private func startThread() {
    // Not joined: a lookup may hang for half a minute, and a shutdown must not wait for it.
    let thread = DedicatedThread(ifPossible: "pantau-lookup") { [self] in
      while let host = next() { answer(host, lookUp(host)) }
    }
    guard thread == nil else { return }
    let stranded = state.withLock { state in
      state.threads -= 1
      // Those with a thread still running are served by it.
      guard state.threads == 0 else { return [String]() }
      defer { state.line = [] }
      return state.line
    }
    for host in stranded { answer(host, .tryAgain("\(host): no thread to look it up with")) }
  }

  private func next() -> String? {
    state.withLock { state in
      guard !state.line.isEmpty else {
        state.threads -= 1
        return nil
      }
      return state.line.removeFirst()
    }
  }

  private func answer(_ host: String, _ answer: NameAnswer) {
    state.withLock { $0.answers.append((host, answer)) }
    onAnswer()
  }
}
