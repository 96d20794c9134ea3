/// A first-in, first-out queue between two kinds of dedicated threads that never holds more than
/// its limit: the producer waits, so the consumer's pace is felt all the way up.
///
/// An AsyncStream is no such queue: it bounds itself by dropping.
public final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var elements: [Element] = []
    var isClosed = false
  }

  private let monitor = Monitor(State())
  private let capacity: Int

  /// Makes an empty queue.
  ///
  /// - Parameter capacity: how many elements it holds at most, at least 1.
  public init(capacity: Int) { self.capacity = max(1, capacity) }

  /// Adds an element; waits while the queue is full.
  ///
  /// - Returns: false where the queue is closed, and the element was not taken.
  @discardableResult
  public func put(_ element: Element) -> Bool {
    monitor.wait { state -> Bool? in
      if state.isClosed { return false }
      guard state.elements.count < capacity else { return nil }
      state.elements.append(element)
      return true
    } ?? false
  }

  /// Takes what is there, at least one element.
  ///
  /// - Parameter limit: how many at most.
  /// - Returns: the elements in order; nil where the queue is closed and empty.
  public func take(atMost limit: Int) -> [Element]? {
    let taken: [Element]? = monitor.wait { state -> [Element]? in
      guard !state.elements.isEmpty else { return state.isClosed ? [] : nil }
      let taken = Array(state.elements.prefix(limit))
      state.elements.removeFirst(taken.count)
      return taken
    }
    return taken?.isEmpty == false ? taken : nil
  }

  /// Takes no more; what is in it can still be taken.
  public func close() { monitor.update { $0.isClosed = true } }
}
